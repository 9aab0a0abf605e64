// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.UnaryOperator;

import justchat.client.core.Call;
import justchat.client.model.Display;
import justchat.client.model.Preferences;

/// What is written to the terminal to call the person: the bell, and a notice of
/// the desktop where the terminal passes one on. Owned by one thread; touches no
/// clock.
///
/// Calls that follow within [#REST_MILLIS] are one. Of a private message only the
/// author is named: a desktop may show it to everybody.
final class Notifier {
    static final long REST_MILLIS = 2_000;
    static final int MAX_LENGTH = 120;
    private static final String BELL = "\u0007";
    private static final String ESCAPE = "\u001b";
    private static final String END = ESCAPE + "\\";

    private final Way way;
    private final boolean tmux;
    private final Letters letters;
    private long calledAt = Long.MIN_VALUE;

    /// How a terminal is told of a notice for the desktop.
    enum Way {
        /// It cannot be.
        NONE,
        /// iTerm2's.
        OSC_9,
        /// rxvt's, with a title.
        OSC_777,
        /// kitty's.
        OSC_99;

        /// @param environment
        ///            null: not set
        static Way of(UnaryOperator<String> environment) {
            var program = String.valueOf(environment.apply("TERM_PROGRAM"));
            var term = String.valueOf(environment.apply("TERM"));
            if (environment.apply("KITTY_WINDOW_ID") != null || term.equals("xterm-kitty")) {
                return OSC_99;
            }
            if (environment.apply("WEZTERM_PANE") != null || program.equals("WezTerm") || program.equals("ghostty")
                    || environment.apply("GHOSTTY_RESOURCES_DIR") != null || term.startsWith("foot")
                    || term.startsWith("rxvt-unicode")) {
                return OSC_777;
            }
            return program.equals("iTerm.app") || "iTerm2".equals(environment.apply("LC_TERMINAL")) ? OSC_9 : NONE;
        }
    }

    /// @param tmux
    ///            between us and the terminal; it passes on what is wrapped for it, if its
    ///            `allow-passthrough` is on
    Notifier(Way way, boolean tmux, Letters letters) {
        this.way = way;
        this.tmux = tmux;
        this.letters = letters;
    }

    /// @return what to write; empty if the person does not want to be called
    Optional<String> of(Call call, Preferences wanted, ZonedDateTime now) {
        long millis = now.toInstant().toEpochMilli();
        if (!isWanted(call, wanted) || wanted.isQuiet(now.toLocalTime())
                || calledAt != Long.MIN_VALUE && millis - calledAt < REST_MILLIS) {
            return Optional.empty();
        }
        calledAt = millis;
        return Optional.of((wanted.bell() ? BELL : "") + notice(brief(letters.shown(Display.safe(words(call))))));
    }

    private static boolean isWanted(Call call, Preferences wanted) {
        return switch (wanted.rings()) {
            case ALL -> true;
            case MENTIONS -> call.reason() != Call.Reason.MESSAGE;
            case NONE -> false;
        };
    }

    private static String words(Call call) {
        return switch (call.reason()) {
            case MESSAGE, MENTION -> call.from() + " in " + call.room() + ": " + call.text();
            case PRIVATE -> "private message from " + call.from();
            case OFFER -> call.from() + (call.room().isEmpty() ? " offers you " : " shares ") + call.text();
        };
    }

    private static String brief(String text) {
        return text.codePointCount(0, text.length()) <= MAX_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "...";
    }

    /// A title of our own stands first, so no text is taken for a number.
    private String notice(String text) {
        return switch (way) {
            case NONE -> "";
            case OSC_9 -> wrapped(ESCAPE + "]9;JustChat: " + text + BELL);
            case OSC_777 -> wrapped(ESCAPE + "]777;notify;JustChat;" + text + BELL);
            case OSC_99 -> wrapped(ESCAPE + "]99;i=justchat:d=0;JustChat" + END) + wrapped(ESCAPE
                    + "]99;i=justchat:p=body;" + text + END);
        };
    }

    private String wrapped(String sequence) {
        return tmux ? ESCAPE + "Ptmux;" + sequence.replace(ESCAPE, ESCAPE + ESCAPE) + END : sequence;
    }
}
