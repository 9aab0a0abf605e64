// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Stamped messages of a room, like `2.7:31-33,1.4:9`: of each server's log in that incarnation a sequence, or the first
/// and the last of several in a row.
public final class Entries {
    /// More than one event may tell of.
    public static final int MAX = 100_000;

    private Entries() {}

    /// One place: whose log, and the sequence there, from 1.
    public record At(String origin, long sequence) {
        public At {
            Objects.requireNonNull(origin, "origin");
        }

        @Override
        public String toString() {
            return origin + ":" + sequence;
        }
    }

    static String text(List<At> entries) {
        var text = new StringBuilder();
        for (int first = 0; first < entries.size();) {
            var from = entries.get(first);
            int next = first + 1;
            while (next < entries.size() && entries.get(next).sequence() == from.sequence() + next - first
                    && entries.get(next).origin().equals(from.origin())) {
                next++;
            }
            text.append(first == 0 ? "" : ",").append(from);
            if (next - first > 1) {
                text.append('-').append(from.sequence() + next - first - 1);
            }
            first = next;
        }
        return text.toString();
    }

    /// @return empty if these are none, or more than [#MAX]
    public static Optional<List<At>> parse(String text) {
        var entries = new ArrayList<At>();
        if (text.isEmpty()) {
            return Optional.of(entries);
        }
        for (var part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            int dash = part.indexOf('-', colon + 1);
            long from = colon < 1 ? 0 : number(part.substring(colon + 1, dash < 0 ? part.length() : dash));
            long to = dash < 0 ? from : number(part.substring(dash + 1));
            if (from < 1 || to < from || to - from >= MAX - entries.size()) {
                return Optional.empty();
            }
            var origin = part.substring(0, colon);
            for (long sequence = from; sequence <= to; sequence++) {
                entries.add(new At(origin, sequence));
            }
        }
        return Optional.of(entries);
    }

    /// @return 0 if it is none
    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return 0;
        }
        long number = 0;
        for (int index = 0; index < digits.length(); index++) {
            int digit = digits.charAt(index) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
