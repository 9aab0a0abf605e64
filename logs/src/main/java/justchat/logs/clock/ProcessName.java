// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import java.util.Set;

/// The names that processes bear in clocks and journals: what ShiViz can draw
/// and every file system can store.
///
/// A name is 1 to 48 letters, digits, accents and `-` `.` `_` `:` `@`, and begins with a
/// letter or digit. A later life of the same process bears the name with `~2`,
/// `~3`, ... behind it; since no name of a first life may contain `~`, an
/// incarnation never shares its name with another process.
public final class ProcessName {
    /// In Unicode code points, without the number of the incarnation.
    public static final int MAX_LENGTH = 48;

    /// ShiViz keeps processes in JavaScript objects, where these already
    /// mean something.
    private static final Set<String> JAVASCRIPT_MEMBERS = Set.of("constructor", "hasOwnProperty", "isPrototypeOf",
            "propertyIsEnumerable", "toLocaleString", "toString", "valueOf");

    private ProcessName() {}

    /// @return the name itself, if it may be the name of a process's first life
    /// @throws IllegalArgumentException
    ///             if it may not
    public static String check(String name) {
        if (!isPlain(name)) {
            throw new IllegalArgumentException("process name: \"" + name + "\"");
        }
        return name;
    }

    /// Whether this is the name of some life of some process.
    public static boolean isValid(String name) {
        int mark = name.indexOf('~');
        return mark < 0 ? isPlain(name) : isPlain(name.substring(0, mark)) && isIncarnation(name.substring(mark + 1));
    }

    /// The name of a process's n-th life; the first has no number.
    public static String incarnation(String name, int number) {
        return number == 1 ? check(name) : check(name) + "~" + number;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_LENGTH
                && Character.isLetterOrDigit(name.codePointAt(0))
                && name.codePoints().allMatch(ProcessName::isAllowed) && !JAVASCRIPT_MEMBERS.contains(name);
    }

    private static boolean isAllowed(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(character) || "-._:@".indexOf(character) >= 0;
        };
    }

    private static boolean isIncarnation(String number) {
        return !number.isEmpty() && number.length() <= 9 && number.charAt(0) != '0' && !number.equals("1")
                && number.chars().allMatch(digit -> '0' <= digit && digit <= '9');
    }
}
