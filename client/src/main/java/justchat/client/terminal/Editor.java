// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.impl.KillRing;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.SimpleMaskingCallback;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

import justchat.client.model.Question;

/// The input line: JLine's editor, which here reads one line that never ends.
/// Enter hands the text over and empties it, so the prompt stays where it is and
/// nothing can come between two lines.
///
/// Widgets run on the thread that called [#run]; [#above] and [#prompt] may be
/// called by any other. JLine's lock, held while a key is handled, keeps them
/// apart; so a key never waits for the loop.
final class Editor extends LineReaderImpl {
    private static final long TWICE_NANOS = 1_500_000_000L;

    private final Keys keys;
    /// What the line is the answer to. Guarded by `lock`, like the two below.
    private Optional<Question> asked = Optional.empty();
    private int answered;
    private String draft = "";
    private long interruptedAt = System.nanoTime() - 2 * TWICE_NANOS;

    /// What the keys do. None of these may wait.
    interface Keys {
        /// Enter.
        ///
        /// @return what stays in the editor; empty if the text was taken
        String enter(String text);

        /// Enter on an empty line.
        void empty();

        /// What was asked in place of the prompt was answered; empty: by Ctrl-C.
        void answered(int question, Optional<String> text);

        /// Alt-Y and Alt-N.
        void answer(boolean accept);

        /// Alt and a digit.
        void room(int number);

        /// Alt-A.
        void nextUnread();

        /// F1.
        void help();

        /// The second Ctrl-C.
        void interrupted();

        /// The first Ctrl-C on an empty line.
        void interruptedOnce();

        /// What may stand before the cursor.
        Completion complete(String lineToCursor);
    }

    Editor(Terminal terminal, Keys keys) throws IOException {
        super(terminal, "JustChat");
        this.keys = keys;
    }

    /// Sets keys and options; once, before the first line.
    void prepare() {
        setParser(new WholeLine());
        setCompleter((_, parsed, candidates) -> complete((WholeLine.Whole) parsed, candidates));
        setVariable(SECONDARY_PROMPT_PATTERN, "> ");
        setVariable(DISABLE_HISTORY, true);
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
        widgets.put("justchat-enter", this::enter);
        widgets.put("justchat-newline", this::newline);
        widgets.put("justchat-yes", () -> answer(true));
        widgets.put("justchat-no", () -> answer(false));
        widgets.put("justchat-unread", this::nextUnread);
        widgets.put("justchat-help", this::help);
        widgets.put("justchat-interrupt", this::interrupt);
        var map = getKeyMaps().get(LineReader.EMACS);
        bind(map, "justchat-enter", "\r");
        bind(map, "justchat-newline", "\n", KeyMap.alt('\r'));
        bind(map, "justchat-yes", KeyMap.alt('y'), KeyMap.alt('Y'));
        bind(map, "justchat-no", KeyMap.alt('n'), KeyMap.alt('N'));
        bind(map, "justchat-unread", KeyMap.alt('a'), KeyMap.alt('A'));
        for (int digit = 1; digit <= 9; digit++) {
            int number = digit;
            widgets.put("justchat-room-" + number, () -> room(number));
            bind(map, "justchat-room-" + number, KeyMap.alt((char) ('0' + number)));
        }
        bind(map, "justchat-interrupt", KeyMap.ctrl('C'));
        var f1 = KeyMap.key(getTerminal(), Capability.key_f1);
        if (f1 != null) {
            bind(map, "justchat-help", f1);
        }
        getKeyMaps().put(LineReader.MAIN, map);
    }

    /// Reads until the end of input, a hang-up or an interrupt of the thread; never
    /// returns normally.
    void run(String prompt) {
        readLine(prompt);
    }

    /// Prints above the prompt.
    void above(String text) {
        printAbove(text);
    }

    /// Changes the prompt where it stands.
    ///
    /// @param question
    ///            what the line is the answer to; while there is one, what was being
    ///            typed before is kept aside
    void prompt(String text, Optional<Question> question) {
        lock.lock();
        try {
            if (!question.equals(asked)) {
                turnTo(question);
            }
            setPrompt(text);
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
        if (asked.filter(Question::masked).isPresent()) {
            // What was cut from a password must not be pasted into a message.
            killRing = new KillRing();
        }
        if (question.isEmpty()) {
            buf.write(draft);
            draft = "";
        }
        maskingCallback = question.filter(Question::masked).isPresent() ? new SimpleMaskingCallback('*') : null;
        asked = question;
    }

    /// Puts a text that was taken back into the line, unless something else is
    /// being typed there.
    void giveBack(String text) {
        lock.lock();
        try {
            if (reading && buf.length() == 0 && asked.isEmpty()) {
                buf.write(text);
                redisplay();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Leaves nothing of the prompt on the screen.
    @Override
    protected void doCleanup(boolean newLine) {
        lock.lock();
        try {
            setPrompt("");
            buf.clear();
            super.doCleanup(false);
        } finally {
            lock.unlock();
        }
    }

    private boolean enter() {
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
        var left = keys.enter(text);
        buf.clear();
        if (left.isEmpty()) {
            getHistory().add(text);
            getHistory().moveToEnd();
            modifiedHistory.clear();
            undo.clear();
        } else {
            buf.write(left);
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

    private boolean newline() {
        buf.write("\n");
        return true;
    }

    private boolean answer(boolean accept) {
        keys.answer(accept);
        return true;
    }

    private boolean room(int number) {
        keys.room(number);
        return true;
    }

    private boolean nextUnread() {
        keys.nextUnread();
        return true;
    }

    private boolean help() {
        keys.help();
        return true;
    }

    private boolean interrupt() {
        boolean twice = System.nanoTime() - interruptedAt < TWICE_NANOS;
        interruptedAt = System.nanoTime();
        if (asked.isPresent()) {
            answer(Optional.empty());
        } else if (buf.length() > 0) {
            buf.clear();
        } else if (twice) {
            keys.interrupted();
        } else {
            keys.interruptedOnce();
        }
        return true;
    }

    private void complete(WholeLine.Whole line, List<Candidate> candidates) {
        if (asked.isPresent()) {
            return;
        }
        for (var value : keys.complete(line.line().substring(0, line.cursor())).candidates()) {
            candidates.add(new Candidate(value, value.strip(), null, null, null, null, false));
        }
    }

    private static void bind(KeyMap<org.jline.reader.Binding> map, String widget, CharSequence... keys) {
        map.bind(new Reference(widget), keys);
    }

    /// JLine asks a parser what the word under the cursor is; ours is the piece that
    /// [Completion] replaces.
    private final class WholeLine implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            int end = Math.min(cursor, line.length());
            int start = Math.min(end, keys.complete(line.substring(0, end)).start());
            return new Whole(line, end, line.substring(start, end));
        }

        /// No escaping: a candidate is typed as it is.
        private record Whole(String line, int cursor, String word) implements CompletingParsedLine {
            @Override
            public int wordCursor() {
                return word.length();
            }

            @Override
            public int wordIndex() {
                return 0;
            }

            @Override
            public List<String> words() {
                return List.of(word);
            }

            @Override
            public CharSequence escape(CharSequence candidate, boolean complete) {
                return candidate;
            }

            @Override
            public int rawWordCursor() {
                return word.length();
            }

            @Override
            public int rawWordLength() {
                return word.length();
            }
        }
    }
}
