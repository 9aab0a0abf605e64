// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Which names are meant: `*` stands for any characters, `?` for one; a text without either for the names that contain
/// it. Case does not matter.
///
/// A set of positions in the pattern is moved along the name, all of them at once as the bits of a long (Baeza-Yates and
/// Gonnet 1992), so a name costs as much as it is long, whatever the pattern. Immutable.
public final class NamePattern {
    /// Longest pattern, in bytes of UTF-8.
    public static final int MAX_BYTES = 64;
    /// One bit is for the end.
    private static final int MAX_POSITIONS = 63;

    /// By character: after which positions it may stand next.
    private final Map<Integer, Long> next = new HashMap<>();
    private long anyNext;
    /// Positions where any characters may be skipped.
    private long stars;
    private int end;

    private NamePattern() {}

    /// @throws IllegalArgumentException
    ///             with a sentence if it is too long
    public static NamePattern of(String typed) {
        if (typed.length() > MAX_BYTES
                || typed.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a pattern has at most " + MAX_BYTES + " bytes");
        }
        var folded = UserName.fold(typed);
        boolean wild = folded.indexOf('*') >= 0 || folded.indexOf('?') >= 0;
        var pattern = new NamePattern();
        (wild ? folded : "*" + folded + "*").codePoints().forEach(pattern::add);
        return pattern;
    }

    private void add(int character) {
        if (character == '*') {
            stars |= 1L << end;
            return;
        }
        if (end == MAX_POSITIONS) {
            throw new IllegalArgumentException("a pattern has at most " + MAX_POSITIONS + " characters");
        }
        if (character == '?') {
            anyNext |= 1L << end;
        } else {
            next.merge(character, 1L << end, (one, other) -> one | other);
        }
        end++;
    }

    public boolean matches(UserName name) {
        long positions = 1;
        var key = name.key();
        for (int i = 0; i < key.length() && positions != 0; i += Character.charCount(key.codePointAt(i))) {
            long steps = anyNext | next.getOrDefault(key.codePointAt(i), 0L);
            positions = (positions & steps) << 1 | positions & stars;
        }
        return (positions & 1L << end) != 0;
    }
}
