// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.rpc.strand.Strand;

/// The steps of one room, run one after another on its strand. Told on any thread.
///
/// Two queues lead to the strand. Most steps take a place in its bounded mailbox,
/// and are refused when it is full. What must not be lost goes past it; every step
/// does those first.
final class Steps implements AutoCloseable {
    /// Steps that wait at most, without the urgent ones.
    static final int MAILBOX = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
    private static final Runnable NOTHING = () -> {};
    private static final int URGENT_PER_STEP = 16;

    private final String room;
    private final Runnable wake;
    private final Consumer<Throwable> fatal;
    private final Strand strand;
    private final ConcurrentLinkedQueue<Runnable> urgent = new ConcurrentLinkedQueue<>();

    /// @param wake
    ///            run on the strand before each step but the drowsy ones
    /// @param fatal
    ///            told, on the strand, of a step that threw
    Steps(String room, Runnable wake, Consumer<Throwable> fatal) {
        this.room = room;
        this.wake = wake;
        this.fatal = fatal;
        this.strand = new Strand("room-" + room, MAILBOX);
    }

    /// Queues a step.
    ///
    /// @return false if the mailbox is full: the step will never run
    boolean tell(Runnable step) {
        return strand.tell(() -> turn(waking(step)));
    }

    /// Queues a question; if the mailbox is full, it fails.
    <T> CompletionStage<T> ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        if (!tell(() -> answer.complete(question.get()))) {
            answer.completeExceptionally(new IllegalStateException("the room is busy"));
        }
        return answer;
    }

    /// Queues a step that must not be lost. The caller limits how many there are.
    void urgently(Runnable step) {
        drowsily(waking(step));
    }

    /// Like [#urgently], but lets a room sleep that does.
    void drowsily(Runnable step) {
        urgent.add(step);
        // If the mailbox is full, one of the steps there will find it.
        strand.tell(() -> turn(NOTHING));
    }

    /// Runs what is queued, then stops, as [Strand#close] does.
    @Override
    public void close() {
        strand.close();
    }

    private Runnable waking(Runnable step) {
        return () -> {
            wake.run();
            step.run();
        };
    }

    private void turn(Runnable step) {
        try {
            // Not all of them: a reader that catches up adds one per page, and posts must have their turn.
            for (int i = 0; i < URGENT_PER_STEP; i++) {
                var first = urgent.poll();
                if (first == null) {
                    break;
                }
                first.run();
            }
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a step failed, this process must end", room, e);
            fatal.accept(e);
        }
    }
}
