// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;
import java.util.function.Function;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// JLine asks a parser what the word under the cursor is; ours is the piece that
/// a [Completion] replaces. Pure.
///
/// @param completions
///            of the line up to the cursor
record WholeLine(Function<String, Completion> completions) implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        int end = Math.min(cursor, line.length());
        int start = Math.min(end, completions.apply(line.substring(0, end)).start());
        return new Whole(line, end, line.substring(start, end));
    }

    /// No escaping: a candidate is typed as it is.
    private record Whole(String line, int cursor, String word) implements CompletingParsedLine {
        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
