// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

import justchat.client.core.Bar;
import justchat.client.core.Call;
import justchat.client.core.Screen;
import justchat.client.model.Display;
import justchat.client.model.Input;
import justchat.client.model.Line;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Wording;

/// The screen at a keyboard. Notices wait in a bounded queue and are printed by
/// one thread of its own, many at a time; the bar is drawn by the same thread.
/// The thread that calls [#chat] reads the keys.
///
/// Invariant: nothing is printed after `close` has returned.
public final class ChatTerminal implements Screen, AutoCloseable {
    private static final int FALLBACK_COLUMNS = 80;

    private final Terminal terminal;
    private final Surroundings around;
    private final Editor editor;
    private final Hands hands;
    private final Letters letters;
    private final Wording wording;
    private final Known known;
    private final Waiting waiting;
    private final Thread writer;
    /// How the terminal was; between two lines nothing that is typed shows.
    private final Attributes before;
    private volatile Painter painter;
    private volatile Optional<TypedLines> typed = Optional.empty();
    /// The printing thread's, like the four below.
    private final Chronicle chronicle;
    private final Plain plain = new Plain();
    private final Notifier notifier;
    private Preferences preferences = Preferences.DEFAULT;
    private String room = "";

    /// Who takes what was typed. None of these may wait for the loop.
    public interface Typist {
        void ask(Input input);

        /// The answer to a question of the bar's; empty: the person would rather not.
        void answer(int question, Optional<String> text);

        /// The person wants to leave at once.
        void leave();
    }

    private ChatTerminal(Terminal terminal, Surroundings around, String room, Typist typist) throws IOException {
        this.terminal = terminal;
        this.around = around;
        this.letters = new Letters(terminal.outputEncoding());
        this.wording = Wording.keys(around.zone());
        this.chronicle = new Chronicle(wording, around.clock().millis());
        this.painter = new Painter(switch (around.appearance()) {
            case PLAIN -> Theme.none();
            case COLOURLESS -> Themes.builtIn(Themes.MONO);
            case COLOURFUL -> Themes.builtIn(Themes.DEFAULT);
        }, around.appearance() == Appearance.PLAIN);
        this.notifier = new Notifier(Notifier.Way.of(around.environment()), around.environment().apply("TMUX") != null,
                letters);
        this.known = new Known(around.themes()::names);
        this.waiting = new Waiting(Bar.start(room));
        this.before = terminal.getAttributes();
        this.hands = new Hands(around, Objects.requireNonNull(typist, "typist"), known, waiting::bar, this::prompt,
                this::tell, text -> typed.ifPresent(lines -> lines.sent(text)));
        this.editor = new Editor(terminal, before, Reflow.isDoneBy(around.environment()), hands);
        this.writer = Thread.ofPlatform().name("screen").daemon().unstarted(this::write);
    }

    /// Takes over the terminal of this process.
    ///
    /// @throws IOException
    ///             if there is none
    public static ChatTerminal open(Appearance appearance, String room, Typist typist) throws IOException {
        return on(TerminalBuilder.builder().system(true).provider("jni").build(), Surroundings.ofProcess(appearance),
                room, typist);
    }

    /// Takes over a terminal that is at the other end of two streams.
    ///
    /// @param keys
    ///            what is typed there
    /// @param screen
    ///            draws what xterm would
    public static ChatTerminal between(InputStream keys, OutputStream screen, int columns, int rows,
            Appearance appearance, String room, Typist typist) throws IOException {
        var terminal = new ExternalTerminal("streams", "xterm-256color", keys, screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(columns, rows));
        return on(terminal, Surroundings.ofProcess(appearance), room, typist);
    }

    /// Takes over a given terminal.
    static ChatTerminal on(Terminal terminal, Surroundings around, String room, Typist typist) throws IOException {
        var chat = new ChatTerminal(terminal, around, room, typist);
        chat.editor.prepare();
        terminal.enterRawMode();
        return chat;
    }

    /// Keeps what is typed in `directory` from now on, and knows what was typed there
    /// before. Once, when it is known whose it is.
    public void remember(Path directory) {
        var lines = new TypedLines(directory);
        editor.remember(lines.sent());
        typed = Optional.of(lines);
    }

    /// Reads keys until the person leaves, the input ends or hangs up, or the
    /// thread is interrupted; returns quietly in all cases.
    public void chat() {
        handOverInterrupts();
        waiting.takePreferences().ifPresent(this::prefer);
        writer.start();
        try {
            editor.run();
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
            return new Answer.Given(reader.readLine(Prompts.literal(letters.shown(text)), masked ? '*' : null));
        } catch (IOException e) {
            throw new IOError(e);
        } catch (UserInterruptException | EndOfFileException | IOError _) {
            return new Answer.None();
        }
    }

    /// Something that takes its time before the chat.
    public interface Wait<T> {
        T end() throws InterruptedException;
    }

    /// Waits before the chat, on this thread.
    ///
    /// @param interrupt
    ///            what Ctrl-C does meanwhile, on another thread
    public <T> T await(Wait<T> wait, Runnable interrupt) throws InterruptedException {
        var usual = terminal.handle(Signal.INT, _ -> interrupt.run());
        try {
            return wait.end();
        } finally {
            terminal.handle(Signal.INT, usual);
        }
    }

    /// Prints a sentence before the chat.
    public void say(String text) {
        for (var line : Wrap.lines(letters.shown(text), columns() - 1, columns() - 1)) {
            terminal.writer().println(line);
        }
        terminal.flush();
    }

    /// What a newcomer has to know of the screen.
    public void explain() {
        say(painter.plain()
                ? "Messages come line by line; the last line is yours to type on. #status says where you are."
                : "Messages scroll by above the last two lines: the bar, with your room, who is online, your server and"
                        + " what is unread elsewhere; and the line you type on.");
        say("Enter sends, Alt-Enter begins a new line, Tab completes, Up finds what you sent, Alt-A goes to what is"
                + " unread. #commands or F1 lists the rest; Ctrl-C twice leaves.");
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
        waiting.put(notice);
    }

    @Override
    public void bar(Bar bar) {
        known.read(bar);
        waiting.put(bar);
    }

    @Override
    public void call(Call call) {
        waiting.put(call);
    }

    @Override
    public void preferences(Preferences chosen) {
        waiting.put(chosen);
    }

    /// Prints what still waits, keeps what was typed, and gives the terminal back.
    @Override
    public void close() throws IOException {
        waiting.close();
        try {
            writer.join(1_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        typed.ifPresent(lines -> {
            lines.draft(waiting.bar().room(), editor.left());
            lines.save();
        });
        terminal.setAttributes(before);
        terminal.close();
    }

    private void write() {
        for (var work = waiting.take(); !work.isLast(); work = waiting.take()) {
            try {
                print(work);
            } catch (IOError | IllegalStateException _) {
                return;
            }
        }
    }

    private void print(Waiting.Work work) {
        work.preferences().ifPresent(this::prefer);
        var text = new AttributedStringBuilder();
        long now = around.clock().millis();
        for (var notice : work.notices()) {
            chronicle.of(notice, hands.attention(), now).forEach(line -> paint(line, text));
        }
        if (work.bar() && painter.plain()) {
            plain.heard(waiting.bar()).forEach(sentence -> wording.of(new Notice.Info(now, sentence)).forEach(
                    line -> paint(line, text)));
        }
        if (text.length() > 0) {
            editor.above(text.toAnsi(terminal));
        }
        for (var notice : work.notices()) {
            if (notice instanceof Notice.Refused refused) {
                editor.giveBack(refused.typed());
            }
        }
        if (work.bar() || work.preferences().isPresent()) {
            editor.refresh(waiting.bar().attention().question());
            enter(waiting.bar().room());
        }
        for (var call : work.calls()) {
            notifier.of(call, preferences, Instant.ofEpochMilli(now).atZone(around.zone())).ifPresent(editor::signal);
        }
    }

    /// A theme that cannot be had is told, and the one before stays.
    private void prefer(Preferences chosen) {
        preferences = chosen;
        if (around.appearance() == Appearance.COLOURFUL && !chosen.theme().equals(painter.theme().name())) {
            switch (around.themes().read(chosen.theme())) {
                case Theme.Reading.Good(var theme) -> painter = new Painter(theme, false);
                case Theme.Reading.Bad(var sentences) -> sentences.forEach(this::tell);
            }
        }
    }

    /// What was being typed here when the client ended is there again.
    private void enter(String now) {
        if (!now.equals(room) && typed.isPresent() && !waiting.bar().server().isEmpty()) {
            room = now;
            typed.get().takeDraft(now).ifPresent(editor::giveBack);
        }
    }

    private void paint(Line line, AttributedStringBuilder text) {
        text.append(text.length() == 0 ? "" : "\n").append(painter.paint(letters.shown(line), columns()));
    }

    /// At once, for the key's own thread may print.
    private void tell(String sentence) {
        var text = new AttributedStringBuilder();
        wording.of(new Notice.Problem(around.clock().millis(), sentence)).forEach(line -> paint(line, text));
        editor.above(text.toAnsi(terminal));
    }

    private int columns() {
        int columns = terminal.getWidth();
        return columns > 0 ? columns : FALLBACK_COLUMNS;
    }

    private String prompt() {
        var now = waiting.bar();
        var theme = painter.theme();
        var line = new AttributedString(now.attention().question().map(asked -> Display.safe(asked.text()))
                .orElse("[" + now.room() + "] "), theme.of(Theme.Part.PROMPT)).toAnsi(terminal);
        if (painter.plain()) {
            return Prompts.literal(letters.shown(line));
        }
        var bar = new AttributedString(BarText.of(now, columns()), theme.of(Theme.Part.BAR)).toAnsi(terminal);
        return Prompts.literal(letters.shown(bar + "\n" + line));
    }

    /// Ctrl-C becomes a key like any other.
    private void handOverInterrupts() {
        var attributes = terminal.getAttributes();
        attributes.setControlChar(Attributes.ControlChar.VINTR, 0);
        terminal.setAttributes(attributes);
    }
}
