// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Delivery;
import justchat.rpc.Oneway;
import justchat.wire.Reader;

/// Makes a delivery into one request, which all its readers share, however many
/// they are. Remembers the last one only: the room offers one delivery to all
/// readers before the next. Thread-safe; a race costs an encoding, no more.
final class Broadcast {
    private record Last(Delivery delivery, Oneway request) {}

    private final AtomicReference<Optional<Last>> last = new AtomicReference<>(Optional.empty());

    Oneway of(Delivery delivery) {
        var known = last.get();
        if (known.isPresent() && known.get().delivery() == delivery) {
            return known.get().request();
        }
        var request = new Oneway("deliver", new Reader.deliver_args(ToWire.delivery(delivery)));
        last.set(Optional.of(new Last(delivery, request)));
        return request;
    }
}
