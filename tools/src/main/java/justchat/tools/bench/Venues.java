// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessageType;

import justchat.wire.Payload;
import justchat.wire.Reader;

/// The systems that a [Load] can be put on. Stateless.
final class Venues {
    private Venues() {}

    /// One room of a cluster; its sessions are spread over the message servers.
    ///
    /// @param users
    ///            who posts, each as fast as one may; the first also reads
    /// @param textBytes
    ///            length of a message's text
    static Load.Venue room(Rig rig, List<Rig.Account> users, String room, int textBytes) {
        return new Load.Venue() {
            @Override
            public List<ProcessHandle> processes() {
                return rig.serverProcesses();
            }

            @Override
            public CompletableFuture<Link> reader(int number, Link.Ear ear) {
                return rig.attach(number, users.getFirst().ticket(), ear)
                        .thenCompose(guest -> guest.open(room).thenApply(_ -> guest.link()));
            }

            @Override
            public CompletableFuture<Load.Seat> poster(int number, Poster.Pace pace, BooleanSupplier gate,
                    Ledger ledger) {
                var guest = new CompletableFuture<Guest>();
                var poster = new Poster((sequence, due) -> guest.join().post(room, sequence, List.of(),
                        Payload.text(Probe.text(due, textBytes))), pace, gate, ledger);
                return rig.attach(number, users.get(number % users.size()).ticket(), poster).thenApply(attached -> {
                    guest.complete(attached);
                    return new Load.Seat(poster, attached.link());
                });
            }
        };
    }

    /// A bare broadcast of the bytes of such a delivery, each with a text of its own.
    ///
    /// @param sample
    ///            a delivery of one text
    static Load.Venue bare(BareProcess process, Optional<Supplier<SSLEngine>> tls, byte[] sample) {
        return new Load.Venue() {
            @Override
            public List<ProcessHandle> processes() {
                return List.of(process.process());
            }

            @Override
            public CompletableFuture<Link> reader(int number, Link.Ear ear) {
                return Link.connect(process.address(), tls, ear);
            }

            @Override
            public CompletableFuture<Load.Seat> poster(int number, Poster.Pace pace, BooleanSupplier gate,
                    Ledger ledger) {
                var poster = new Poster((sequence, due) -> Broadcaster.post(sequence, due(sample, due)), pace, gate,
                        ledger);
                return Link.connect(process.address(), tls, poster).thenApply(link -> new Load.Seat(poster, link));
            }
        };
    }

    /// The sample as a frame, with a text that says when it was due.
    private static byte[] due(byte[] sample, long dueNanos) {
        try {
            var delivery = Frames.delivery(sample);
            var entry = delivery.getEntries().getFirst();
            entry.setPayload(Payload.text(Probe.text(dueNanos, entry.getPayload().getText().length())));
            return Frames.of("deliver", TMessageType.ONEWAY, 0, new Reader.deliver_args(delivery));
        } catch (TException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
