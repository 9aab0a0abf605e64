// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

import justchat.wire.Payload;

/// The systems that a [FanoutRun] can be run against. Stateless.
final class Venues {
    private Venues() {}

    /// One room of a message server; all sessions are of one user.
    static FanoutRun.Venue room(Rig rig, Rig.Account account, String room, int textBytes) {
        var text = Payload.text("m".repeat(textBytes));
        return new FanoutRun.Venue() {
            @Override
            public ProcessHandle process() {
                return rig.server(0);
            }

            @Override
            public CompletableFuture<Link> reader(Link.Ear ear) {
                return rig.attach(0, account.ticket(), ear)
                        .thenCompose(guest -> guest.open(room).thenApply(_ -> guest.link()));
            }

            @Override
            public CompletableFuture<FanoutRun.Seat> poster(Poster.Pace pace, Poster.Shared shared) {
                var guest = new CompletableFuture<Guest>();
                var poster = new Poster(number -> guest.join().post(room, number, List.of(), text), pace, shared);
                return rig.attach(0, account.ticket(), poster).thenApply(attached -> {
                    guest.complete(attached);
                    return new FanoutRun.Seat(poster, attached.link());
                });
            }
        };
    }

    /// A bare broadcast of these bytes.
    static FanoutRun.Venue bare(BareProcess process, Optional<Supplier<SSLEngine>> tls, byte[] message) {
        return new FanoutRun.Venue() {
            @Override
            public ProcessHandle process() {
                return process.process();
            }

            @Override
            public CompletableFuture<Link> reader(Link.Ear ear) {
                return Link.connect(process.address(), tls, ear);
            }

            @Override
            public CompletableFuture<FanoutRun.Seat> poster(Poster.Pace pace, Poster.Shared shared) {
                var poster = new Poster(number -> Broadcaster.post(number, message), pace, shared);
                return Link.connect(process.address(), tls, poster).thenApply(link -> new FanoutRun.Seat(poster, link));
            }
        };
    }
}
