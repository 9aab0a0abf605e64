// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

import justchat.json.Json;
import justchat.tools.cluster.Columns;

/// What a benchmark found: rows of figures under the same headings, for people or for machines.
///
/// @param notes
///            sentences below the table: what was measured how, and what could not be
/// @param rows
///            heading to figure: a whole number, a number with a fraction, or a word
record Report(String title, List<SequencedMap<String, Object>> rows, List<String> notes) {
    Report {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /// A row; headings and figures in turn.
    static SequencedMap<String, Object> row(Object... headingsAndFigures) {
        var row = new LinkedHashMap<String, Object>();
        for (int i = 0; i < headingsAndFigures.length; i += 2) {
            row.put((String) headingsAndFigures[i], headingsAndFigures[i + 1]);
        }
        return row;
    }

    String text() {
        var table = new ArrayList<List<String>>();
        if (!rows.isEmpty()) {
            table.add(List.copyOf(rows.getFirst().keySet()));
        }
        rows.forEach(row -> table.add(row.values().stream().map(Report::inWords).toList()));
        var text = new StringBuilder(title).append("\n\n").append(Columns.of(table)).append('\n');
        text.append(machine()).append('\n');
        notes.forEach(note -> text.append("  ").append(note).append('\n'));
        return text.toString();
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("v", 1);
        all.put("bench", title);
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("load", load());
        all.put("java", Runtime.version().toString());
        all.put("rows", rows.stream().map(Report::known).toList());
        all.put("notes", notes);
        return Json.of(all);
    }

    /// Without the figures that there are none of: JSON has no word for them.
    private static Map<String, Object> known(Map<String, Object> row) {
        var known = new LinkedHashMap<>(row);
        known.values().removeIf(figure -> figure instanceof Double number && !Double.isFinite(number));
        return known;
    }

    private static String machine() {
        return "  " + Runtime.getRuntime().availableProcessors() + " processors, load "
                + inWords(load()) + " now, Java " + Runtime.version().feature();
    }

    /// How many threads of this machine want a processor: with more than the benchmark's own, only ratios mean something.
    private static double load() {
        return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String inWords(Object figure) {
        return switch (figure) {
            case Double number when Double.isNaN(number) -> "-";
            case Double number when Math.abs(number) >= 100 -> String.format(Locale.ROOT, "%,.0f", number);
            case Double number when Math.abs(number) >= 10 -> String.format(Locale.ROOT, "%.1f", number);
            case Double number -> String.format(Locale.ROOT, "%.2f", number);
            case Integer number -> String.format(Locale.ROOT, "%,d", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            default -> figure.toString();
        };
    }
}
