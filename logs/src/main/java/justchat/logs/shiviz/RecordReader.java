// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.Arrays;

import justchat.logs.clock.ClockLine;
import justchat.logs.clock.ProcessName;

/// Takes the records of one log, of which a [ClockLine] is the first line, and gives them to a builder.
///
/// A clock names what the one before it named, in the same order, and few more; so the names are compared with those
/// of the record before, and no string is made of them.
final class RecordReader implements ClockLine.Taker {
    private final String text;
    private final Names names;
    private final Timeline.Builder builder;
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
        swap();
        int space = ClockLine.read(text, from, lineEnd, this);
        if (space < 0) {
            return false;
        }
        var process = builder.size() > 0 && isName(builder.process(), from, space)
                ? builder.process()
                : text.substring(from, space);
        if (builder.size() > 0 && !process.equals(builder.process()) || !ProcessName.isValid(process)
                || time(names.index(process)) != builder.size() + 1L) {
            return false;
        }
        builder.begin();
        for (int index = 0; index < count; index++) {
            builder.entry(who[index], times[index]);
        }
        builder.end(process, text.substring(lineEnd + 1, eventEnd));
        return true;
    }

    @Override
    public boolean entry(int from, int to, long time) {
        int process = process(from, to);
        if (process < 0) {
            return false;
        }
        if (count == who.length) {
            who = Arrays.copyOf(who, 2 * count);
        }
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        who[count] = process;
        times[count++] = time;
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

    /// @return negative if no process may bear this name
    private int process(int from, int to) {
        for (int ahead = expected; ahead < countBefore && ahead <= expected + 1; ahead++) {
            if (isName(names.name(whoBefore[ahead]), from, to)) {
                expected = ahead + 1;
                return whoBefore[ahead];
            }
        }
        var name = text.substring(from, to);
        return names.knows(name) || ProcessName.isValid(name) ? names.index(name) : -1;
    }

    private boolean isName(String name, int from, int to) {
        return name.length() == to - from && text.startsWith(name, from);
    }
}
