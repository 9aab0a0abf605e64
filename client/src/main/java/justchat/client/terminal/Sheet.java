// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.Collections;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/// The rows that the prompt and what is typed take. JLine forgets where they
/// begin when the terminal changes its width; this one works it out, so that it
/// begins again where it was. Guarded by the editor's lock.
///
/// A terminal that breaks its lines anew keeps a line that was continued at the
/// margin together; one that does not leaves all rows where they are. Either
/// way nothing above the first row is touched.
final class Sheet extends Display {
    private final boolean reflows;

    /// @param reflows
    ///            the terminal breaks lines anew when its width changes
    Sheet(Terminal terminal, boolean reflows) {
        super(terminal, false);
        this.reflows = reflows;
    }

    /// Takes what it drew off the screen, which has another size by now, and is as
    /// new. To be called before anything else is drawn at that size.
    void moveTo(Size size) {
        terminal.puts(Capability.carriage_return);
        int up = rowsAbove(size.getColumns());
        if (up > 0) {
            perform(Capability.cursor_up, Capability.parm_up_cursor, Math.min(up, size.getRows()));
        }
        terminal.puts(Capability.clr_eos);
        oldLines = Collections.emptyList();
        cursorPos = 0;
        resize(size.getRows(), size.getColumns());
    }

    boolean isFor(Size size) {
        return columns == size.getColumns() && rows == size.getRows();
    }

    /// How many rows there are between the first one and the cursor, once the
    /// terminal has `width` columns.
    private int rowsAbove(int width) {
        int row = cursorPos / columns1;
        int column = cursorPos % columns1;
        if (!reflows || width <= 0) {
            return row;
        }
        int above = 0;
        int line = 0;
        for (int i = 0; i < Math.min(row, oldLines.size()); i++) {
            var text = oldLines.get(i);
            boolean ends = text.length() > 0 && text.charAt(text.length() - 1) == '\n';
            line += ends ? length(text) : columns;
            if (ends) {
                above += rows(line, width);
                line = 0;
            }
        }
        return above + Math.max(0, line + column - (column > 0 && (line + column) % width == 0 ? 1 : 0)) / width;
    }

    private static int rows(int columns, int width) {
        return Math.max(1, (columns + width - 1) / width);
    }

    private static int length(AttributedString text) {
        return text.subSequence(0, text.length() - 1).columnLength();
    }
}
