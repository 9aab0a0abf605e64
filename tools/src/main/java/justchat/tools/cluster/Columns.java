// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.util.List;
import java.util.stream.IntStream;

/// Lays out rows of words in columns, as wide as their widest word and two
/// spaces apart. An empty row separates tables, whose columns are their own.
public final class Columns {
    private Columns() {}

    public static String of(List<List<String>> rows) {
        var text = new StringBuilder();
        var from = 0;
        for (var at = 0; at <= rows.size(); at++) {
            if (at == rows.size() || rows.get(at).isEmpty()) {
                table(rows.subList(from, at), text);
                text.append(at < rows.size() ? "\n" : "");
                from = at + 1;
            }
        }
        return text.toString();
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        var columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = IntStream.range(0, columns).map(column -> rows.stream().filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                line.append(row.get(column)).repeat(' ', widths[column] + 2 - row.get(column).length());
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
