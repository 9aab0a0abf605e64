// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// A user's name, normalised (NFKC) and checked: 1 to 32 characters; letters
/// and digits of one script (after Unicode TR 39, section 5; Japanese writing
/// counts as one) and `-`, `_`, `.`; the first a letter or digit. So there are
/// no spaces, slashes, control or invisible characters in a name, and it can be
/// shown anywhere as it is.
///
/// Two names are the same person's when their [#key]s are equal. Immutable.
public final class UserName {
    /// Longest name, in Unicode code points after normalisation.
    public static final int MAX = 32;

    private static final int MAX_RAW = 4 * MAX;
    private static final int MAX_MARKS_IN_A_ROW = 2;
    private static final int PROLONGED_SOUND_MARK = 0x30FC;
    /// Words that the screen uses for something else.
    private static final Set<String> RESERVED = Set.of("you", "all", "everybody", "everyone", "here", "justchat",
            "system", "server", "operator");

    private final String display;
    private final String key;

    private UserName(String display, String key) {
        this.display = display;
        // There may be a million of them, and most are written as they are looked up.
        this.key = key.equals(display) ? display : key;
    }

    /// Normalises and checks what somebody typed.
    public static NameCheck check(String typed) {
        if (typed.length() > MAX_RAW) {
            return new NameCheck.Bad("a name has at most " + MAX + " characters");
        }
        var name = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        int length = name.codePointCount(0, name.length());
        if (length == 0 || length > MAX) {
            return new NameCheck.Bad("a name has 1 to " + MAX + " characters");
        }
        var complaint = complaintAbout(name.codePoints().toArray());
        if (complaint != null) {
            return new NameCheck.Bad(complaint);
        }
        var key = fold(name);
        return RESERVED.contains(key)
                ? new NameCheck.Bad("this name is reserved; choose another")
                : new NameCheck.Good(new UserName(name, key));
    }

    /// For names that were checked before.
    ///
    /// @throws IllegalArgumentException
    ///             if `checked` is not a good name
    public static UserName of(String checked) {
        return switch (check(checked)) {
            case NameCheck.Good(UserName name) -> name;
            case NameCheck.Bad(String sentence) -> throw new IllegalArgumentException("user name: " + sentence);
        };
    }

    /// Why these characters are no name, or null if they are one.
    private static String complaintAbout(int[] name) {
        if (!Character.isLetter(name[0]) && !Character.isDigit(name[0])) {
            return isSafe(name[0]) ? "a name begins with a letter or digit" : badCharacter(name[0]);
        }
        UnicodeScript script = null;
        int marks = 0;
        for (int character : name) {
            if (!isSafe(character)) {
                return badCharacter(character);
            }
            marks = isMark(character) ? marks + 1 : 0;
            if (marks > MAX_MARKS_IN_A_ROW) {
                return "a name has at most two accents on one letter";
            }
            var own = scriptOf(character);
            if (own != UnicodeScript.COMMON && own != UnicodeScript.INHERITED) {
                if (script != null && script != own) {
                    return "all letters of a name are of one script";
                }
                script = own;
            }
        }
        return null;
    }

    private static String badCharacter(int character) {
        if (character == '/' || character == '\\') {
            return "a name has no slashes";
        }
        if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            return "a name has no spaces";
        }
        if (Character.isISOControl(character) || Character.getType(character) == Character.FORMAT) {
            return "a name has no control characters";
        }
        return "a name has only letters, digits, and - _ .";
    }

    private static boolean isSafe(int character) {
        if (character < 0x80) {
            return Character.isLetterOrDigit(character) || character == '-' || character == '_' || character == '.';
        }
        var script = UnicodeScript.of(character);
        return switch (Character.getType(character)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER, Character.MODIFIER_LETTER ->
                script != UnicodeScript.COMMON || character == PROLONGED_SOUND_MARK;
            case Character.DECIMAL_DIGIT_NUMBER -> script != UnicodeScript.COMMON;
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !isIgnorable(character);
            default -> false;
        };
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /// Marks that show nothing: grapheme joiner, Khmer inherent vowels, Mongolian
    /// and other variation selectors.
    private static boolean isIgnorable(int mark) {
        return mark == 0x034F || mark == 0x17B4 || mark == 0x17B5 || mark >= 0x180B && mark <= 0x180F
                || mark >= 0xFE00 && mark <= 0xFE0F || mark >= 0xE0100 && mark <= 0xE01EF;
    }

    private static UnicodeScript scriptOf(int character) {
        var script = UnicodeScript.of(character);
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA ? UnicodeScript.HAN : script;
    }

    /// Without regard to case.
    static String fold(String name) {
        var folded = name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /// The name as its owner wrote it.
    public String display() {
        return display;
    }

    /// The name without regard to case: what it is looked up by.
    public String key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserName name && display.equals(name.display);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(display);
    }

    @Override
    public String toString() {
        return display;
    }
}
