// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;

/// Tries a user's addresses beside each other as an [AttemptPlan] says. The first link whose other end
/// has proved the identity wins; one that comes later is closed. One race; [#run] waits for its end.
///
/// @param <L>
///            a link
final class AddressRace<L> {
    private final Connect<L> connect;
    private final Consumer<L> close;
    private final BiConsumer<InetSocketAddress, RpcFailure> lost;
    private final LinkedBlockingQueue<Outcome<L>> outcomes = new LinkedBlockingQueue<>();
    /// Has a winner, or the time is up: what comes now is closed.
    private final AtomicBoolean decided = new AtomicBoolean();

    /// Makes a link whose other end has proved who it is; waits, at most for the time given.
    interface Connect<L> {
        L to(InetSocketAddress address, Deadline deadline) throws RpcFailure;
    }

    private sealed interface Outcome<L> {
        record Won<L>(L link) implements Outcome<L> {}

        record Lost<L>(InetSocketAddress address, RpcFailure why) implements Outcome<L> {}
    }

    /// @param lost
    ///            hears of each attempt that failed before the end
    AddressRace(Connect<L> connect, Consumer<L> close, BiConsumer<InetSocketAddress, RpcFailure> lost) {
        this.connect = connect;
        this.close = close;
        this.lost = lost;
    }

    /// @throws RpcFailure
    ///             the first one, if none works out in time
    L run(List<InetSocketAddress> candidates, long limitNanos) throws RpcFailure {
        var plan = new AttemptPlan(candidates, System.nanoTime(), limitNanos);
        RpcFailure first = null;
        for (long now = System.nanoTime(); !plan.isOver(now); now = System.nanoTime()) {
            for (var address : plan.due(now)) {
                start(address, plan.endNanos() - now);
            }
            switch (next(plan.wakeAt())) {
                case Outcome.Won<L>(var link) -> {
                    return link;
                }
                case Outcome.Lost<L>(var address, var why) -> {
                    plan.failed(address);
                    lost.accept(address, why);
                    first = first == null ? why : first;
                }
                case null -> {
                    if (Thread.currentThread().isInterrupted()) {
                        decided.set(true);
                        throw new RpcFailure(RpcFailure.Kind.UNREACHABLE, "interrupted");
                    }
                }
            }
        }
        return atTheEnd(first);
    }

    /// One that was made at the last moment is taken.
    private L atTheEnd(RpcFailure first) throws RpcFailure {
        if (!decided.compareAndSet(false, true)) {
            while (true) {
                switch (next(Long.MAX_VALUE)) {
                    case Outcome.Won<L>(var link) -> {
                        return link;
                    }
                    case Outcome.Lost<L> _ -> {
                        // Its winner follows.
                    }
                    case null -> throw new RpcFailure(RpcFailure.Kind.UNREACHABLE, "interrupted");
                }
            }
        }
        throw first == null ? new RpcFailure(RpcFailure.Kind.UNREACHABLE, "no link in time") : first;
    }

    private void start(InetSocketAddress address, long leftNanos) {
        var deadline = Deadline.ofMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
        Thread.ofVirtual().name("link to " + address).start(() -> outcomes.addAll(attempt(address, deadline)));
    }

    private List<Outcome<L>> attempt(InetSocketAddress address, Deadline deadline) {
        try {
            var link = connect.to(address, deadline);
            if (decided.compareAndSet(false, true)) {
                return List.of(new Outcome.Won<>(link));
            }
            close.accept(link);
            return List.of();
        } catch (RpcFailure failure) {
            return List.of(new Outcome.Lost<>(address, failure));
        } catch (RuntimeException failure) {
            return List.of(new Outcome.Lost<>(address, new RpcFailure(RpcFailure.Kind.UNREACHABLE, failure
                    .toString(), failure)));
        }
    }

    /// @return null: nothing happened until then
    private Outcome<L> next(long atNanos) {
        try {
            return atNanos == Long.MAX_VALUE
                    ? outcomes.take()
                    : outcomes.poll(Math.max(0, atNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
