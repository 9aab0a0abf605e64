// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.client.core.Bar;
import justchat.client.model.Input;
import justchat.client.model.Notice;
import justchat.client.terminal.Appearance;
import justchat.client.terminal.ChatTerminal;

/// `justchat bench screen`: in this process, on a terminal that only reads. One thread sends.
@Command(name = "screen", mixinStandardHelpOptions = true, description = "What the client's screen costs while lines arrive and somebody types, beside println of the same lines.")
final class ScreenCommand implements Callable<Integer> {
    private static final int COLUMNS = 120;
    private static final int ROWS = 40;
    private static final long KEY_NANOS = 100_000_000L;
    private static final String WORDS = " a line of a length that is usual among people who talk to each other";

    @Mixin
    private Output output;

    @Option(names = "--rate", defaultValue = "2000", paramLabel = "N", description = "Lines a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "5", paramLabel = "S", description = "For so long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    /// @param cpu
    ///            of one processor
    private record Spell(double cpu, double medianMillis, double worstMillis, long missing) {}

    @Override
    public Integer call() throws IOException {
        output.progress().show("warming up");
        println();
        screen();
        output.progress().show("println");
        var bare = println();
        output.progress().show("screen");
        var screen = screen();
        output.print(new Report("screen", List.of(row("println", bare, bare), row("screen", screen, bare)), List.of(
                rate + " lines a second for " + seconds
                        + " s, ten keys a second into the screen; each after a warm-up.",
                "cpu: of one processor, by this process, which draws and reads what is drawn. times: as much as println.",
                "delay: from the call to the byte at the terminal, 50 % and 99 % of the lines.")));
        return 0;
    }

    private static SequencedMap<String, Object> row(String what, Spell spell, Spell bare) {
        return Report.row("way", what, "cpu", spell.cpu(), "times", spell.cpu() / bare.cpu(), "delay ms", spell
                .medianMillis(), "delay 99% ms", spell.worstMillis(), "missing", spell.missing());
    }

    private Spell println() throws IOException {
        var terminal = new Reader(rate * seconds);
        try (var out = new PrintStream(terminal, false, StandardCharsets.UTF_8)) {
            return measure(terminal, number -> {
                out.println("12:00 bob  no." + number + WORDS);
                out.flush();
            }, () -> {
                // nobody types
            });
        }
    }

    private Spell screen() throws IOException {
        var terminal = new Reader(rate * seconds);
        try (var keys = new PipedOutputStream();
                var chat = ChatTerminal.between(new PipedInputStream(keys, 1 << 16), terminal, COLUMNS, ROWS,
                        Appearance.COLOURFUL, "lobby", new Nobody())) {
            var keyboard = Thread.ofPlatform().name("keys").daemon().start(chat::chat);
            chat.bar(new Bar("lobby", 4, "ms-1", OptionalLong.of(3_000), "", 0, List.of(), List.of(), List.of(),
                    Bar.Attention.NONE));
            var spell = measure(terminal, number -> chat.show(new Notice.Said(0, "bob", "no." + number + WORDS, false)),
                    () -> type(keys));
            keyboard.interrupt();
            return spell;
        }
    }

    private static void type(OutputStream keys) {
        try {
            keys.write('x');
            keys.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Spell measure(Reader terminal, LongConsumer show, Runnable type) {
        var before = cpuNanos();
        long begun = System.nanoTime();
        long typed = begun;
        int count = rate * seconds;
        for (int i = 0; i < count; i++) {
            long due = begun + i * 1_000_000_000L / rate;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            if (System.nanoTime() - typed > KEY_NANOS) {
                typed += KEY_NANOS;
                type.run();
            }
            terminal.sent(i);
            show.accept(i);
        }
        terminal.awaitAll();
        double cpu = (double) (cpuNanos() - before) / (System.nanoTime() - begun);
        return terminal.spell(cpu);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static final class Nobody implements ChatTerminal.Typist {
        @Override
        public void ask(Input input) {
            // nobody sends
        }

        @Override
        public void answer(int question, Optional<String> text) {
            // nobody asks
        }

        @Override
        public void leave() {
            // nobody leaves
        }
    }

    /// A terminal that notes when the number of a line came. Written by the thread that prints.
    private static final class Reader extends OutputStream {
        private static final long PATIENCE_NANOS = 30_000_000_000L;
        private static final String MARK = "no.";

        private final long[] sent;
        /// Guarded by `this`, like the three below. 0: has not come.
        private final long[] came;
        private int arrived;
        private int matched;
        private int number = -1;

        private Reader(int lines) {
            this.sent = new long[lines];
            this.came = new long[lines];
        }

        private synchronized void sent(int line) {
            sent[line] = System.nanoTime();
        }

        @Override
        public synchronized void write(int b) {
            if (matched < MARK.length()) {
                matched = b == MARK.charAt(matched) ? matched + 1 : b == MARK.charAt(0) ? 1 : 0;
                number = 0;
            } else if (b >= '0' && b <= '9') {
                number = number * 10 + b - '0';
            } else {
                matched = 0;
                came(number);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }

        private void came(int line) {
            if (line < came.length && came[line] == 0) {
                came[line] = System.nanoTime();
                arrived++;
                notifyAll();
            }
        }

        private synchronized void awaitAll() {
            long until = System.nanoTime() + PATIENCE_NANOS;
            try {
                while (arrived < came.length && System.nanoTime() - until < 0) {
                    wait(100);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized Spell spell(double cpu) {
            var delays = new double[arrived];
            int next = 0;
            for (int i = 0; i < came.length; i++) {
                if (came[i] != 0) {
                    delays[next++] = (came[i] - sent[i]) / 1e6;
                }
            }
            Arrays.sort(delays);
            return delays.length == 0
                    ? new Spell(cpu, Double.NaN, Double.NaN, came.length)
                    : new Spell(cpu, delays[delays.length / 2], delays[delays.length * 99 / 100],
                            came.length - arrived);
        }
    }
}
