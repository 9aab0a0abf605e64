// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The first line of a record of a causal log, as GoVector writes it: `ms-1 {"client-elon":4, "ms-1":7}`. Pure.
///
/// @param process
///            whose record it is
/// @param times
///            its clock, none negative; of a name that is there twice the last counts, as in JavaScript
public record ClockLine(String process, Map<String, Long> times) {
    /// What JavaScript counts exactly has no more.
    private static final int MAX_DIGITS = 16;

    public ClockLine {
        times = Map.copyOf(times);
    }

    /// Who takes the entries of a clock, one after another.
    public interface Taker {
        /// @param from
        ///            where in the text the name begins, and before `to` ends
        /// @return whether this may stand here; else the line is none
        boolean entry(int from, int to, long time);
    }

    /// @return empty if it is no such line
    public static Optional<ClockLine> parse(String line) {
        var times = new TreeMap<String, Long>();
        int space = read(line, 0, line.length(), (from, to, time) -> {
            var name = line.substring(from, to);
            times.put(name, time);
            return ProcessName.isValid(name);
        });
        return space < 0 || !ProcessName.isValid(line.substring(0, space))
                ? Optional.empty()
                : Optional.of(new ClockLine(line.substring(0, space), times));
    }

    /// Reads a line that is part of a text. What comes before the clock is not looked at.
    ///
    /// @param from
    ///            where in the text the line begins, and before `end` ends
    /// @return where the space behind the process's name is; negative if it is no such line
    public static int read(String text, int from, int end, Taker taker) {
        int space = text.indexOf(' ', from);
        return 0 <= space && space < end && new Scanner(text, space + 1, end).isClock(taker) ? space : -1;
    }

    private static final class Scanner {
        private final String text;
        private final int end;
        private int at;

        Scanner(String text, int at, int end) {
            this.text = text;
            this.at = at;
            this.end = end;
        }

        boolean isClock(Taker taker) {
            if (!take('{')) {
                return false;
            }
            do {
                if (!isEntry(taker)) {
                    return false;
                }
            } while (take(','));
            return take('}') && at == end;
        }

        private boolean isEntry(Taker taker) {
            skipSpaces();
            if (!take('"')) {
                return false;
            }
            int from = at;
            int quote = text.indexOf('"', at);
            if (quote < 0 || quote >= end) {
                return false;
            }
            at = quote + 1;
            skipSpaces();
            if (!take(':')) {
                return false;
            }
            skipSpaces();
            long time = number();
            skipSpaces();
            return time >= 0 && taker.entry(from, quote, time);
        }

        /// @return negative if it is none
        private long number() {
            long number = 0;
            int from = at;
            while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from <= MAX_DIGITS) {
                number = 10 * number + text.charAt(at++) - '0';
            }
            return 1 <= at - from && at - from <= MAX_DIGITS ? number : -1;
        }

        private boolean take(char character) {
            if (at < end && text.charAt(at) == character) {
                at++;
                return true;
            }
            return false;
        }

        private void skipSpaces() {
            while (at < end && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
