// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.impl.KillRing;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.SimpleMaskingCallback;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.InfoCmp.Capability;

import justchat.client.model.Question;

/// The input line: JLine's editor, which here reads one line that never ends.
/// Enter hands the text over and empties it, so the prompt stays where it is and
/// nothing can come between two lines.
///
/// Widgets run on the thread that called [#run]; the other methods may be
/// called by any other. JLine's lock, held while a key is handled, keeps them
/// apart; so a key never waits for the loop, and what is printed waits while the
/// editor of [OuterEditor] has the terminal.
final class Editor extends LineReaderImpl implements Bindings.Deeds {
    private static final long TWICE_NANOS = 1_500_000_000L;

    private final Keys keys;
    private final Attributes before;
    private final boolean reflows;
    /// Null until the first line is drawn. Guarded by `lock`, like the six below.
    private Sheet sheet;
    /// What the line is the answer to.
    private Optional<Question> asked = Optional.empty();
    private int answered;
    private String draft = "";
    private String left = "";
    /// What is found by Up in the other of the two states, with a question and without.
    private History aside = new DefaultHistory();
    private long interruptedAt = System.nanoTime() - 2 * TWICE_NANOS;

    /// @param before
    ///            how the terminal was, and is while another program has it
    /// @param reflows
    ///            see [Reflow]
    Editor(Terminal terminal, Attributes before, boolean reflows, Keys keys) throws IOException {
        super(terminal, "JustChat");
        this.before = Objects.requireNonNull(before, "before");
        this.reflows = reflows;
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /// Sets keys and options; once, before the first line.
    void prepare() {
        setParser(new WholeLine(keys::complete));
        setCompleter((_, parsed, candidates) -> complete(parsed.line().substring(0, parsed.cursor()), candidates));
        setVariable(SECONDARY_PROMPT_PATTERN, "> ");
        setVariable(LIST_MAX, 60);
        setVariable(FEATURES_MAX_BUFFER_SIZE, 4096);
        option(Option.DISABLE_EVENT_EXPANSION, true);
        option(Option.BRACKETED_PASTE, true);
        option(Option.AUTO_FRESH_LINE, false);
        option(Option.INSERT_TAB, false);
        option(Option.MENU_COMPLETE, false);
        option(Option.AUTO_MENU, false);
        option(Option.AUTO_LIST, true);
        option(Option.CASE_INSENSITIVE, true);
        option(Option.CASE_INSENSITIVE_SEARCH, true);
        Bindings.install(this, widgets, this, keys);
        widgets.put(LineReader.CALLBACK_INIT, this::begin);
    }

    /// Reads until the end of input, a hang-up or an interrupt of the thread; never
    /// returns normally.
    void run() {
        readLine(keys.prompt());
    }

    /// What was sent in an earlier run, oldest first, for Up and Ctrl-R.
    void remember(List<String> sent) {
        lock.lock();
        try {
            sent.forEach(getHistory()::add);
            getHistory().moveToEnd();
        } finally {
            lock.unlock();
        }
    }

    /// Prints above the prompt.
    void above(String text) {
        lock.lock();
        try {
            follow();
            printAbove(text);
        } finally {
            lock.unlock();
        }
    }

    /// Writes what takes no room on the screen.
    void signal(String sequence) {
        lock.lock();
        try {
            getTerminal().writer().write(sequence);
            getTerminal().flush();
        } finally {
            lock.unlock();
        }
    }

    /// Draws the prompt where it stands, as it has to be now.
    ///
    /// @param question
    ///            what the line is the answer to; while there is one, what was being
    ///            typed before is kept aside
    void refresh(Optional<Question> question) {
        lock.lock();
        try {
            if (!question.equals(asked)) {
                turnTo(question);
            }
            setPrompt(keys.prompt());
            if (reading) {
                redisplay();
            }
        } finally {
            lock.unlock();
        }
    }

    private void turnTo(Optional<Question> question) {
        if (asked.isEmpty()) {
            draft = buf.toString();
        }
        buf.clear();
        undo.clear();
        modifiedHistory.clear();
        if (asked.filter(Question::masked).isPresent()) {
            // What was cut from a password must not be pasted into a message.
            killRing = new KillRing();
        }
        if (question.isEmpty()) {
            buf.write(draft);
            draft = "";
        }
        if (question.isPresent() != asked.isPresent()) {
            // No answer is ever found by Up, nor anything else while one is typed.
            var other = aside;
            aside = getHistory();
            setHistory(other);
        }
        maskingCallback = question.filter(Question::masked).isPresent() ? new SimpleMaskingCallback('*') : null;
        asked = question;
    }

    /// Puts a text that was taken back into the line, unless something else is
    /// being typed there.
    void giveBack(String text) {
        lock.lock();
        try {
            if (asked.isPresent() && draft.isEmpty()) {
                draft = text;
            } else if (reading && buf.length() == 0 && asked.isEmpty()) {
                buf.write(text);
                redisplay();
            }
        } finally {
            lock.unlock();
        }
    }

    /// What stood in the line when it ended.
    String left() {
        lock.lock();
        try {
            return left;
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        sheet = new Sheet(getTerminal(), reflows);
        sheet.resize(size.getRows(), size.getColumns());
        display = sheet;
        return true;
    }

    /// Another size: the rows of the prompt are drawn anew where they were.
    @Override
    protected void handleSignal(Signal signal) {
        if (signal == Signal.WINCH) {
            lock.lock();
            try {
                if (reading) {
                    redisplay();
                }
            } finally {
                lock.unlock();
            }
        } else {
            super.handleSignal(signal);
        }
    }

    @Override
    protected void redisplay(boolean flush) {
        lock.lock();
        try {
            follow();
            super.redisplay(flush);
        } finally {
            lock.unlock();
        }
    }

    /// The terminal may have another size before it says so.
    private void follow() {
        var now = getTerminal().getBufferSize();
        if (sheet != null && reading && !sheet.isFor(now)) {
            sheet.moveTo(now);
            size.copy(now);
            setPrompt(keys.prompt());
        }
    }

    @Override
    public Binding readBinding(KeyMap<Binding> map, KeyMap<Binding> local) {
        var binding = super.readBinding(map, local);
        keys.touched();
        return binding;
    }

    /// Leaves nothing of the prompt on the screen.
    @Override
    protected void doCleanup(boolean newLine) {
        lock.lock();
        try {
            left = asked.isPresent() ? draft : buf.toString();
            setPrompt("");
            buf.clear();
            super.doCleanup(false);
            sheet = null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean enter() {
        var text = buf.toString();
        if (asked.isPresent()) {
            answer(Optional.of(text));
            return true;
        }
        if (text.isBlank()) {
            buf.clear();
            keys.empty();
            return true;
        }
        var kept = keys.enter(text);
        buf.clear();
        if (kept.isEmpty()) {
            getHistory().add(text);
            getHistory().moveToEnd();
            modifiedHistory.clear();
            undo.clear();
        } else {
            buf.write(kept);
        }
        return true;
    }

    /// The question stays until the next prompt, but is answered once.
    private void answer(Optional<String> text) {
        buf.clear();
        undo.clear();
        asked.filter(question -> question.number() != answered).ifPresent(question -> {
            answered = question.number();
            keys.answered(question.number(), text);
        });
    }

    @Override
    public boolean newline() {
        buf.write("\n");
        return true;
    }

    @Override
    public boolean interrupt() {
        boolean twice = System.nanoTime() - interruptedAt < TWICE_NANOS;
        interruptedAt = System.nanoTime();
        if (asked.isPresent()) {
            answer(Optional.empty());
        } else if (buf.length() > 0) {
            buf.clear();
            getHistory().moveToEnd();
            modifiedHistory.clear();
        } else if (twice) {
            keys.interrupted();
        } else {
            keys.interruptedOnce();
        }
        return true;
    }

    /// Lends the terminal to the person's editor; what arrives meanwhile waits.
    @Override
    public boolean compose() {
        if (asked.isPresent()) {
            return false;
        }
        var text = buf.toString();
        var outcome = lent(() -> OuterEditor.edit(keys.editor(), text));
        switch (outcome) {
            case OuterEditor.Outcome.Edited edited -> {
                buf.clear();
                buf.write(edited.text());
            }
            case OuterEditor.Outcome.Failed failed when !failed.sentence().isEmpty() -> keys.complain(failed
                    .sentence());
            case OuterEditor.Outcome.Failed _ -> {
                // we are ending
            }
        }
        return true;
    }

    private <T> T lent(Supplier<T> other) {
        var terminal = getTerminal();
        display.update(List.of(), 0, false);
        terminal.writer().write(BRACKETED_PASTE_OFF);
        terminal.puts(Capability.keypad_local);
        terminal.flush();
        var raw = terminal.getAttributes();
        var interrupts = terminal.handle(Signal.INT, SignalHandler.SIG_IGN);
        terminal.setAttributes(before);
        try {
            return other.get();
        } finally {
            terminal.setAttributes(raw);
            terminal.handle(Signal.INT, interrupts);
            terminal.puts(Capability.carriage_return);
            terminal.puts(Capability.keypad_xmit);
            terminal.writer().write(BRACKETED_PASTE_ON);
        }
    }

    private void complete(String lineToCursor, List<Candidate> candidates) {
        if (asked.isEmpty()) {
            for (var value : keys.complete(lineToCursor).candidates()) {
                candidates.add(new Candidate(value, value.strip(), null, null, null, null, false));
            }
        }
    }
}
