// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.Arrays;

import justchat.logs.clock.ProcessName;

/// Takes the first lines of one log's records apart, like `ms-1 {"client-elon":4, "ms-1":7}`.
///
/// A clock names what the one before it named, in the same order, and few more; so the names are compared with those
/// of the record before, and no string is made of them.
final class RecordReader {
    private static final int MAX_DIGITS = 16;

    private final String text;
    private final Names names;
    private final Timeline.Builder builder;
    private int at;
    private int end;
    /// Of the latest record; `count` of them.
    private int[] who = new int[16];
    private long[] times = new long[16];
    private int count;
    /// Of the record before.
    private int[] whoBefore = new int[16];
    private int countBefore;
    private int expected;

    RecordReader(String text, Names names, Timeline.Builder builder) {
        this.text = text;
        this.names = names;
        this.builder = builder;
    }

    /// Reads a first line, and, if it can be that of the next record of its process, gives it to the builder.
    ///
    /// @param event
    ///            from where to where the second line is
    /// @return whether it could
    boolean next(int from, int lineEnd, int eventEnd) {
        int space = text.indexOf(' ', from);
        if (space < 0 || space >= lineEnd) {
            return false;
        }
        var process = builder.size() > 0 && text.startsWith(builder.process() + " ", from)
                ? builder.process()
                : text.substring(from, space);
        if (builder.size() > 0 && !process.equals(builder.process()) || !ProcessName.isValid(process)) {
            return false;
        }
        at = space + 1;
        end = lineEnd;
        swap();
        if (!clock() || time(names.index(process)) != builder.size() + 1L) {
            return false;
        }
        builder.begin();
        for (int index = 0; index < count; index++) {
            builder.entry(who[index], times[index]);
        }
        builder.end(process, text.substring(lineEnd + 1, eventEnd));
        return true;
    }

    private void swap() {
        var free = whoBefore;
        whoBefore = who;
        countBefore = count;
        who = free;
        count = 0;
        expected = 0;
    }

    /// Of a name that is there twice the last counts, as in JavaScript.
    private long time(int process) {
        for (int index = count - 1; index >= 0; index--) {
            if (who[index] == process) {
                return times[index];
            }
        }
        return 0;
    }

    private boolean clock() {
        if (!take('{')) {
            return false;
        }
        do {
            if (!entry()) {
                return false;
            }
        } while (take(','));
        return take('}') && at == end;
    }

    private boolean entry() {
        skipSpaces();
        if (!take('"')) {
            return false;
        }
        int process = name();
        if (process < 0) {
            return false;
        }
        skipSpaces();
        if (!take(':')) {
            return false;
        }
        skipSpaces();
        return number(process);
    }

    /// @return negative if it is no name
    private int name() {
        for (int ahead = expected; ahead < countBefore && ahead <= expected + 1; ahead++) {
            var name = names.name(whoBefore[ahead]);
            int quote = at + name.length();
            if (quote < end && text.charAt(quote) == '"' && text.startsWith(name, at)) {
                expected = ahead + 1;
                at = quote + 1;
                return whoBefore[ahead];
            }
        }
        int quote = text.indexOf('"', at);
        if (quote < 0 || quote >= end) {
            return -1;
        }
        var name = text.substring(at, quote);
        at = quote + 1;
        return names.knows(name) || ProcessName.isValid(name) ? names.index(name) : -1;
    }

    private boolean number(int process) {
        long number = 0;
        int from = at;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from <= MAX_DIGITS) {
            number = 10 * number + text.charAt(at++) - '0';
        }
        int digits = at - from;
        skipSpaces();
        if (count == who.length) {
            who = Arrays.copyOf(who, 2 * count);
        }
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        who[count] = process;
        times[count++] = number;
        return 1 <= digits && digits <= MAX_DIGITS;
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
