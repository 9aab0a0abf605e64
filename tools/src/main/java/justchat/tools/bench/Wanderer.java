// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.apache.thrift.TException;

import justchat.wire.Member;

/// A client that reads the lobby where the balancer said, and goes where its server says: at a moment drawn at random it
/// attaches there, then leaves here, as the real one does. Its steps run on the event loops of its links, one at a time.
final class Wanderer implements Link.Ear {
    private static final String ROOM = "lobby";

    private final Rig rig;
    private final Rig.Account account;
    private final byte[] instance = Guest.newInstance();
    private final LongAdder moves;
    private final LongAdder losses;
    /// Where it is; null before it is anywhere. The next two too are written by one step at a time.
    private volatile Guest here;
    private volatile boolean leaving;
    private volatile boolean ended;

    /// @param moves
    ///            counts sessions that went where they were told
    /// @param losses
    ///            counts sessions that were cut off, or could not go where they were told
    Wanderer(Rig rig, Rig.Account account, LongAdder moves, LongAdder losses) {
        this.rig = Objects.requireNonNull(rig, "rig");
        this.account = Objects.requireNonNull(account, "account");
        this.moves = Objects.requireNonNull(moves, "moves");
        this.losses = Objects.requireNonNull(losses, "losses");
    }

    /// Goes where the log-in said.
    CompletableFuture<Wanderer> enter() {
        return attach(account.place().orElseThrow()).thenApply(_ -> this);
    }

    private CompletableFuture<Guest> attach(Member server) {
        return rig.attach(server, account.ticket(), instance, this).thenCompose(guest -> {
            here = guest;
            return guest.open(ROOM).thenApply(_ -> guest);
        });
    }

    @Override
    public void moved(Link link, byte[] message) throws TException {
        var move = Frames.move(message);
        if (!leaving) {
            leaving = true;
            long most = TimeUnit.MILLISECONDS.toNanos(move.getWithinMillis());
            link.later(ThreadLocalRandom.current().nextLong(most + 1), () -> goTo(move.getServer()));
        }
    }

    private void goTo(Member server) {
        var before = here;
        attach(server).whenComplete((_, failure) -> {
            leaving = false;
            if (failure == null) {
                moves.increment();
                before.link().close();
            } else {
                here = before;
                losses.increment();
            }
        });
    }

    @Override
    public void closed(Link link) {
        var now = here;
        if (!ended && now != null && now.link() == link) {
            losses.increment();
        }
    }

    /// Leaves for good.
    void leave() {
        ended = true;
        here.link().close();
    }
}
