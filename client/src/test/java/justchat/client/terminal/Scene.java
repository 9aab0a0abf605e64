// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import justchat.client.core.Bar;
import justchat.client.model.Input;
import justchat.client.model.Notice;

/// A process of its own for [TmuxTest]: a screen on the real terminal, on which
/// numbered lines arrive, and which repeats what is sent.
///
/// Arguments: how many lines, and the milliseconds between two of them.
final class Scene {
    private Scene() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int lines = Integer.parseInt(arguments[0]);
        long pause = Long.parseLong(arguments[1]);
        var left = new CountDownLatch(1);
        var typist = new Echo(left);
        try (var chat = ChatTerminal.open(Appearance.COLOURFUL, "lobby", typist)) {
            typist.chat = chat;
            chat.bar(
                    new Bar("lobby", 4, "ms-1", OptionalLong.of(3_000), "", 0, List.of(new Bar.Unread("dev", 2, false)),
                            List.of(), List.of(), Bar.Attention.NONE));
            var keys = Thread.ofPlatform().daemon().start(chat::chat);
            for (int i = 1; i <= lines && !left.await(pause, TimeUnit.MILLISECONDS); i++) {
                chat.show(new Notice.Said(System.currentTimeMillis(), "bob", "no." + i + " " + "word ".repeat(i % 23)
                        .strip(), false));
            }
            chat.show(new Notice.Info(System.currentTimeMillis(), "that was all"));
            left.await(120, TimeUnit.SECONDS);
            keys.interrupt();
        }
    }

    private static final class Echo implements ChatTerminal.Typist {
        private final CountDownLatch left;
        private volatile ChatTerminal chat;

        private Echo(CountDownLatch left) {
            this.left = left;
        }

        @Override
        public void ask(Input input) {
            chat.show(new Notice.Info(System.currentTimeMillis(), "sent: " + input));
        }

        @Override
        public void answer(int question, Optional<String> text) {
            ask(new Input.Say(text.orElse("")));
        }

        @Override
        public void leave() {
            left.countDown();
        }
    }
}
