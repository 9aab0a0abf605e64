// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Writes a file that [ShiViz](https://bestchai.bitbucket.io/shiviz/) opens as
/// it is.
///
/// Its first line is the expression by which ShiViz takes records apart, its
/// second the one between executions, blank if there is only one. ShiViz cannot
/// read an expression with literal parentheses; in events they do no harm.
public final class ShiViz {
    /// GoVector's records: process and clock on the first line, the event on
    /// the second.
    public static final String HEADER = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)";

    /// What a line begins with that is no record, but says what was repaired.
    static final String REPAIRED = "# Repaired: ";

    /// What takes executions apart.
    public static final String DELIMITER = "=== (?<trace>.*) ===";

    private ShiViz() {}

    /// @param repairs
    ///            what was changed or left out before, in words; they stand at the end, in lines that ShiViz passes over
    /// @throws IOException
    ///             if `out` does
    public static void write(List<Event> events, List<String> repairs, Appendable out) throws IOException {
        out.append(HEADER).append("\n\n");
        writeEvents(events, out);
        for (var words : repairs) {
            out.append(REPAIRED).append(words).append('\n');
        }
    }

    /// Writes several executions, each under its name, which people choose from in ShiViz.
    ///
    /// @param executions
    ///            by name: one line that does not end in ` ===`
    public static void write(Map<String, List<Event>> executions, Appendable out) throws IOException {
        out.append(HEADER).append('\n').append(DELIMITER).append('\n');
        for (var execution : executions.entrySet()) {
            out.append("=== ").append(execution.getKey()).append(" ===\n");
            writeEvents(execution.getValue(), out);
        }
    }

    private static void writeEvents(List<Event> events, Appendable out) throws IOException {
        for (var event : events) {
            out.append(event.process()).append(' ').append(event.clock().toString()).append('\n').append(event.text())
                    .append('\n');
        }
    }
}
