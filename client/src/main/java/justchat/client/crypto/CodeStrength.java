// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.util.List;
import java.util.Locale;

/// Roughly how hard a code of one's own is to guess, rather too low than too
/// high. Pure.
///
/// Each character counts the logarithm of the size of the classes that the code
/// uses; but one that repeats or follows the one before counts one bit, and so
/// does each in a repetition of what came before; a letter within a run of four
/// or more counts 2.3 bits, about what a letter of English text is worth; and a
/// very common word counts [#WORD_BITS] in all.
final class CodeStrength {
    private static final int WORD_BITS = 6;
    private static final double TEXT_BITS = 2.3;
    private static final int RUN = 4;
    private static final List<String> COMMON = List.of("password", "passwort", "passw0rd", "justchat", "qwertyuiop",
            "qwerty", "qwertz", "asdfghjkl", "asdf", "letmein", "welcome", "iloveyou", "monkey", "dragon", "football",
            "baseball", "superman", "batman", "master", "shadow", "sunshine", "princess", "secret", "geheim", "admin",
            "login", "conference", "meeting", "changeme", "trustno1", "hello", "hallo", "access", "flower", "summer",
            "winter", "autumn", "spring", "january", "february", "march", "april", "june", "july", "august",
            "september", "october", "november", "december", "1q2w3e4r", "abc", "123");

    private CodeStrength() {}

    static int bits(String code) {
        var rest = code;
        double bits = 0;
        for (var word : COMMON) {
            int at;
            while ((at = rest.toLowerCase(Locale.ROOT).indexOf(word)) >= 0 && at + word.length() <= rest.length()) {
                rest = rest.substring(0, at) + ' ' + rest.substring(at + word.length());
                bits += WORD_BITS;
            }
        }
        double each = Math.log(pool(rest)) / Math.log(2);
        var characters = rest.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            bits += isForeseen(characters, i) ? 1 : isText(characters, i) ? Math.min(each, TEXT_BITS) : each;
        }
        return (int) bits;
    }

    private static int pool(String code) {
        int size = 1;
        size += code.chars().anyMatch(c -> c >= 'a' && c <= 'z') ? 26 : 0;
        size += code.chars().anyMatch(c -> c >= 'A' && c <= 'Z') ? 26 : 0;
        size += code.chars().anyMatch(c -> c >= '0' && c <= '9') ? 10 : 0;
        size += code.chars().anyMatch(c -> c < 128 && !Character.isLetterOrDigit(c)) ? 20 : 0;
        size += code.chars().anyMatch(c -> c >= 128) ? 50 : 0;
        return size;
    }

    /// Like the one before, its neighbour, or the next of a repetition.
    private static boolean isForeseen(int[] characters, int at) {
        if (at > 0 && Math.abs(characters[at] - characters[at - 1]) <= 1) {
            return true;
        }
        for (int period = 2; period <= at; period++) {
            boolean repeats = true;
            for (int back = 0; back < Math.min(2, period) && repeats; back++) {
                repeats = at - back - period >= 0 && characters[at - back] == characters[at - back - period];
            }
            if (repeats) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(int[] characters, int at) {
        if (!Character.isLetter(characters[at])) {
            return false;
        }
        int from = at;
        int to = at;
        while (from > 0 && Character.isLetter(characters[from - 1])) {
            from--;
        }
        while (to + 1 < characters.length && Character.isLetter(characters[to + 1])) {
            to++;
        }
        return to - from + 1 >= RUN;
    }
}
