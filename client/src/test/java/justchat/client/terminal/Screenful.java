// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

import justchat.client.model.Input;

/// A [ChatTerminal] on a terminal of 80x24 that lives in memory: keys go in as
/// bytes, what comes out is drawn by an emulator.
final class Screenful implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final ScreenTerminal emulator = new ScreenTerminal(80, 24);
    private final List<Input> asked = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private volatile boolean left;
    private volatile Optional<Long> clock = Optional.empty();
    private final ChatTerminal chat;
    private final Thread keyboard;

    Screenful() throws IOException {
        this(new Surroundings(Appearance.COLOURFUL, name -> null, InstantSource.system(), ZoneOffset.UTC, new Themes(
                Path.of("none"))));
    }

    Screenful(Surroundings around) throws IOException {
        var terminal = new ExternalTerminal("test", "xterm-256color", new PipedInputStream(keys, 1 << 20),
                new Drawing(), StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        var ticking = new Surroundings(around.appearance(), around.environment(), () -> clock.map(Instant::ofEpochMilli)
                .orElseGet(around.clock()::instant), around.zone(), around.themes());
        chat = ChatTerminal.on(terminal, ticking, "lobby", new ChatTerminal.Typist() {
            @Override
            public void ask(Input input) {
                asked.add(input);
            }

            @Override
            public void answer(int question, Optional<String> text) {
                answers.add(question + ": " + text.orElse("no"));
            }

            @Override
            public void leave() {
                left = true;
            }
        });
        keyboard = Thread.ofPlatform().name("test keyboard").daemon().start(chat::chat);
        await("the prompt", () -> shows("[lobby]"));
    }

    ChatTerminal chat() {
        return chat;
    }

    List<String> answers() {
        return List.copyOf(answers);
    }

    List<Input> asked() {
        return List.copyOf(asked);
    }

    /// It is so late from now on.
    void clock(long millis) {
        clock = Optional.of(millis);
    }

    boolean hasLeft() {
        return left;
    }

    Screenful type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
        return this;
    }

    /// The other side of the terminal goes away.
    void hangUp() throws IOException {
        keys.close();
    }

    boolean hasEnded() {
        return !keyboard.isAlive();
    }

    /// The line with the prompt, and what follows it.
    String inputLine() {
        var lines = emulator.toString().lines().filter(line -> line.contains("[lobby]")).toList();
        return lines.isEmpty() ? "" : lines.getLast().replaceAll("[│ ]+$", "").replaceAll("^[│]", "");
    }

    boolean shows(String text) {
        return emulator.toString().contains(text);
    }

    String screen() {
        return emulator.toString();
    }

    /// All bytes that ever reached the terminal.
    String raw() {
        synchronized (raw) {
            return raw.toString(StandardCharsets.UTF_8);
        }
    }

    void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("no " + what + " on\n" + emulator);
            }
            try {
                emulator.waitDirty(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Until the line with the prompt is this one: it is drawn piece by piece.
    void awaitInputLine(String expected) {
        await("input line \"" + expected + "\"", () -> inputLine().equals(expected));
    }

    @Override
    public void close() throws IOException {
        keyboard.interrupt();
        keys.close();
        try {
            keyboard.join(5_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        chat.close();
    }

    private final class Drawing extends OutputStream {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private ByteBuffer begun = ByteBuffer.allocate(0);

        /// A character may come in two pieces.
        private String decoded(byte[] bytes, int offset, int length) {
            var all = ByteBuffer.allocate(begun.remaining() + length).put(begun).put(bytes, offset, length).flip();
            var text = CharBuffer.allocate(all.remaining());
            decoder.decode(all, text, false);
            begun = all.slice();
            return text.flip().toString();
        }

        @Override
        public void write(int b) {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (raw) {
                raw.write(bytes, offset, length);
            }
            emulator.write(decoded(bytes, offset, length));
        }
    }
}
