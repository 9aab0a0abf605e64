// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Words as a search compares them: compatibility forms folded (NFKC), without
/// regard to case. A word is a run of letters, marks and digits.
final class Words {
    private final List<String> wanted;

    /// @param words
    ///            what people typed: punctuation in them separates words, too
    Words(List<String> words) {
        wanted = words.stream().flatMap(word -> split(word).stream()).distinct().toList();
    }

    /// Whether each of the words is the beginning of one in this text.
    boolean areIn(String text) {
        if (wanted.isEmpty()) {
            return true;
        }
        var folded = fold(text);
        return wanted.stream().allMatch(word -> begins(folded, word));
    }

    private static boolean begins(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (at == 0 || !isPart(text.codePointBefore(at))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> split(String text) {
        var folded = fold(text);
        var words = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at <= folded.length();) {
            boolean inside = at < folded.length() && isPart(folded.codePointAt(at));
            int next = at < folded.length() ? at + Character.charCount(folded.codePointAt(at)) : at + 1;
            if (!inside) {
                if (at > start) {
                    words.add(folded.substring(start, at));
                }
                start = next;
            }
            at = next;
        }
        return words;
    }

    private static boolean isPart(int character) {
        return Character.isLetterOrDigit(character) || switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /// To upper case by way of lower case: that makes the three kinds of sharp s the
    /// same as SS, and all sigmas.
    private static String fold(String text) {
        return Normalizer.normalize(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
