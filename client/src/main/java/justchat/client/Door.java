// SPDX-License-Identifier: Apache-2.0
package justchat.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import justchat.client.core.Entrance;
import justchat.client.core.Exit;
import justchat.client.model.Refusal;

/// What the loop says of coming in and of the end, for the thread that waits.
/// Thread-safe.
final class Door implements Entrance {
    private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    /// What was said.
    sealed interface Word {
        record Admitted(String name) implements Word {}

        record Denied(Refusal reason, String sentence) implements Word {}

        /// Nobody can tell yet; it is tried again.
        record Delayed(String sentence) implements Word {}

        record Ended() implements Word {}
    }

    /// How the client ended.
    record End(Exit exit, String sentence) {}

    @Override
    public void admitted(String name) {
        words.add(new Word.Admitted(name));
    }

    @Override
    public void denied(Refusal reason, String sentence) {
        words.add(new Word.Denied(reason, sentence));
    }

    @Override
    public void delayed(String sentence) {
        words.add(new Word.Delayed(sentence));
    }

    @Override
    public void stopped(Exit exit, String sentence) {
        end(exit, sentence);
    }

    /// Ends it from outside the loop; the first one counts.
    void end(Exit exit, String sentence) {
        end.complete(new End(exit, sentence));
        words.add(new Word.Ended());
    }

    /// Waits for the answer to a login.
    Word word() throws InterruptedException {
        return words.take();
    }

    CompletableFuture<End> ending() {
        return end;
    }
}
