// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// Lines of a text of any size, in bounded memory: what is longer than the limit
/// is read to its end and reported, not kept. One thread.
final class BoundedLines {
    private final Reader reader;
    private final int maxChars;
    private final char[] buffer = new char[8192];
    private int position;
    private int length;
    private boolean lineFeedMayFollow;

    /// @param whole
    ///            false if it was cut
    record BoundedLine(String text, boolean whole) {}

    BoundedLines(Reader reader, int maxChars) {
        this.reader = reader;
        this.maxChars = maxChars;
    }

    /// The next line without its end (`\n`, `\r\n` or `\r`); empty at the end. A last
    /// line without an end counts.
    Optional<BoundedLine> next() throws IOException {
        var line = new StringBuilder();
        boolean whole = true;
        boolean any = false;
        for (int c = read(); c >= 0; c = read()) {
            if (c == '\n' && lineFeedMayFollow) {
                lineFeedMayFollow = false;
                continue;
            }
            lineFeedMayFollow = c == '\r';
            if (c == '\n' || c == '\r') {
                return Optional.of(new BoundedLine(line.toString(), whole));
            }
            any = true;
            if (line.length() < maxChars) {
                line.append((char) c);
            } else {
                whole = false;
            }
        }
        return any ? Optional.of(new BoundedLine(line.toString(), whole)) : Optional.empty();
    }

    private int read() throws IOException {
        if (position == length) {
            length = Math.max(0, reader.read(buffer));
            position = 0;
            if (length == 0) {
                return -1;
            }
        }
        return buffer[position++];
    }
}
