// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Delivery;
import justchat.rpc.Oneway;
import justchat.wire.Reader;

/// Makes a delivery into one request, which all its readers share, however many
/// they are. Remembers the last one of each room only: a room offers one delivery
/// to all readers before the next. Thread-safe; a race costs an encoding, no more.
///
/// What is remembered may be dropped by the garbage collector once no connection
/// has it in its queue, so that quiet rooms keep no bytes.
final class Broadcast {
    private record Last(Delivery delivery, Oneway request) {}

    private final Map<String, WeakReference<Last>> lastOfRoom = new ConcurrentHashMap<>();

    Oneway of(Delivery delivery) {
        var known = Optional.ofNullable(lastOfRoom.get(delivery.room())).map(WeakReference::get);
        if (known.isPresent() && known.get().delivery() == delivery) {
            return known.get().request();
        }
        var request = new Oneway("deliver", new Reader.deliver_args(ToWire.delivery(delivery)));
        lastOfRoom.put(delivery.room(), new WeakReference<>(new Last(delivery, request)));
        return request;
    }
}
