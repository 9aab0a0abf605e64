// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOError;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import justchat.client.core.Bar;
import justchat.client.core.Screen;
import justchat.client.model.CommandLine;
import justchat.client.model.Display;
import justchat.client.model.Input;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Wording;

/// The screen at a keyboard. Notices wait in a bounded queue and are printed by
/// one thread of its own, many at a time; the bar is drawn by the same thread.
/// The thread that calls [#chat] reads the keys.
///
/// Invariant: nothing is printed after `close` has returned.
public final class ChatTerminal implements Screen, AutoCloseable {
    private static final int WAITING = 2_000;
    private static final int AT_ONCE = 200;

    private final Terminal terminal;
    private final Editor editor;
    private final Painter painter;
    private final Look look;
    private final Wording wording = Wording.keys(ZoneId.systemDefault());
    private final Known known = new Known();
    private final Typist typist;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread writer;
    /// How the terminal was; between two lines nothing that is typed shows.
    private Attributes before = new Attributes();
    /// Guarded by `lock`, like the three below.
    private final List<Notice> waiting = new ArrayList<>();
    private Bar bar;
    private boolean barChanged;
    private boolean closed;

    /// Who takes what was typed. None of these may wait for the loop.
    public interface Typist {
        void ask(Input input);

        /// The answer to a question of the bar's; empty: the person would rather not.
        void answer(int question, Optional<String> text);

        /// The person wants to leave at once.
        void leave();
    }

    private ChatTerminal(Terminal terminal, boolean plain, String room, Typist typist) throws IOException {
        this.terminal = terminal;
        this.look = new Look(!plain);
        this.painter = new Painter(look);
        this.bar = Bar.start(room);
        this.typist = Objects.requireNonNull(typist, "typist");
        this.editor = new Editor(terminal, new Hands());
        this.writer = Thread.ofPlatform().name("screen").daemon().unstarted(this::write);
    }

    /// Takes over the terminal of this process.
    ///
    /// @param plain
    ///            without colour
    /// @throws IOException
    ///             if there is none
    public static ChatTerminal open(boolean plain, String room, Typist typist) throws IOException {
        return on(TerminalBuilder.builder().system(true).provider("jni").build(), plain, room, typist);
    }

    /// Takes over a given terminal.
    static ChatTerminal on(Terminal terminal, boolean plain, String room, Typist typist) throws IOException {
        var chat = new ChatTerminal(terminal, plain, room, typist);
        chat.editor.prepare();
        chat.before = terminal.enterRawMode();
        return chat;
    }

    /// Reads keys until the person leaves, the input ends or hangs up, or the
    /// thread is interrupted; returns quietly in all cases.
    public void chat() {
        handOverInterrupts();
        writer.start();
        try {
            editor.run(prompt());
        } catch (UserInterruptException | EndOfFileException | IOError | IllegalStateException _) {
            // the ways in which a terminal ends
        }
    }

    /// Asks one question before the chat.
    ///
    /// @param masked
    ///            shows asterisks
    /// @return the answer; empty text at the end of input or after Ctrl-C
    public Answer question(String text, boolean masked) {
        try {
            var reader = new LineReaderImpl(terminal);
            reader.setVariable(LineReader.DISABLE_HISTORY, true);
            reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
            reader.setVariable(LineReader.DISABLE_COMPLETION, true);
            return new Answer.Given(reader.readLine(Prompts.literal(text), masked ? '*' : null));
        } catch (IOException e) {
            throw new IOError(e);
        } catch (UserInterruptException | EndOfFileException | IOError _) {
            return new Answer.None();
        }
    }

    /// Prints a sentence before the chat.
    public void say(String text) {
        for (var line : Wrap.lines(text, columns() - 1, columns() - 1)) {
            terminal.writer().println(line);
        }
        terminal.flush();
    }

    /// What came of a question.
    public sealed interface Answer {
        record Given(String text) implements Answer {}

        /// The person left.
        record None() implements Answer {}
    }

    @Override
    public void show(Notice notice) {
        known.read(notice);
        lock.lock();
        try {
            while (waiting.size() >= WAITING && !closed) {
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                waiting.add(notice);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void bar(Bar newBar) {
        known.read(newBar);
        lock.lock();
        try {
            if (!newBar.equals(bar)) {
                bar = newBar;
                barChanged = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void preferences(Preferences chosen) {
        // it looks and rings as it always has
    }

    /// Prints what still waits, and gives the terminal back.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(1_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        terminal.setAttributes(before);
        terminal.close();
    }

    private void write() {
        for (var work = next(); !work.isLast(); work = next()) {
            try {
                print(work);
            } catch (IOError | IllegalStateException _) {
                return;
            }
        }
    }

    /// What to print now. After `close`, what was left, and then the last.
    private record Work(List<Notice> notices, boolean bar, boolean isLast) {}

    private Work next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !barChanged && !closed) {
                changed.awaitUninterruptibly();
            }
            var some = waiting.subList(0, Math.min(AT_ONCE, waiting.size()));
            var work = new Work(List.copyOf(some), barChanged && !closed, closed && some.isEmpty());
            some.clear();
            barChanged = false;
            changed.signalAll();
            return work;
        } finally {
            lock.unlock();
        }
    }

    private void print(Work work) {
        int columns = columns();
        var text = new AttributedStringBuilder();
        for (var notice : work.notices()) {
            for (var line : wording.of(notice)) {
                text.append(text.length() == 0 ? "" : "\n").append(painter.paint(line, columns));
            }
        }
        if (text.length() > 0) {
            editor.above(text.toAnsi(terminal));
        }
        for (var notice : work.notices()) {
            if (notice instanceof Notice.Refused refused) {
                editor.giveBack(refused.typed());
            }
        }
        if (work.bar()) {
            editor.prompt(prompt(), now().attention().question());
        }
    }

    private Bar now() {
        lock.lock();
        try {
            return bar;
        } finally {
            lock.unlock();
        }
    }

    private int columns() {
        int columns = terminal.getWidth();
        return columns > 0 ? columns : 80;
    }

    private String prompt() {
        var now = now();
        var text = BarText.of(now, columns());
        var style = look.colour() ? AttributedStyle.DEFAULT.inverse() : AttributedStyle.DEFAULT;
        var styled = new AttributedString(Prompts.literal(text), style).toAnsi(terminal);
        return styled + "\n" + Prompts.literal(now.attention().question().map(asked -> Display.safe(asked.text()))
                .orElse("[" + now.room() + "] "));
    }

    /// Ctrl-C becomes a key like any other.
    private void handOverInterrupts() {
        var attributes = terminal.getAttributes();
        attributes.setControlChar(Attributes.ControlChar.VINTR, 0);
        terminal.setAttributes(attributes);
    }

    /// What the keys do.
    private final class Hands implements Editor.Keys {
        @Override
        public String enter(String text) {
            return switch (CommandLine.parse(text)) {
                case CommandLine.Parsed.Nothing _ -> "";
                case CommandLine.Parsed.Asked asked -> {
                    typist.ask(asked.input());
                    yield "";
                }
                case CommandLine.Parsed.Unclear unclear -> {
                    tell(unclear.sentence());
                    yield text;
                }
            };
        }

        @Override
        public void empty() {
            if (now().attention().ended()) {
                typist.ask(new Input.LogIn());
            }
        }

        @Override
        public void answered(int question, Optional<String> text) {
            typist.answer(question, text);
        }

        @Override
        public void answer(boolean accept) {
            typist.ask(accept
                    ? new Input.Accept(Optional.empty(), Optional.empty())
                    : new Input.Decline(Optional.empty()));
        }

        @Override
        public void room(int number) {
            typist.ask(new Input.Switch(number));
        }

        @Override
        public void nextUnread() {
            typist.ask(new Input.NextUnread());
        }

        @Override
        public void help() {
            typist.ask(new Input.Commands());
        }

        @Override
        public void interrupted() {
            typist.leave();
        }

        @Override
        public void interruptedOnce() {
            if (now().attention().waits()) {
                typist.ask(new Input.StopWaiting());
            } else {
                tell("Ctrl-C again leaves");
            }
        }

        @Override
        public Completion complete(String lineToCursor) {
            return Completion.of(lineToCursor, known);
        }

        /// At once, for the key's own thread may print.
        private void tell(String sentence) {
            for (var line : wording.of(new Notice.Problem(System.currentTimeMillis(), sentence))) {
                editor.above(painter.paint(line, columns()).toAnsi(terminal));
            }
        }
    }
}
