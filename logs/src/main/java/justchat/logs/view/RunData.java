// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import justchat.logs.view.SpaceTime.Placed;

/// A run as compact JSON, which stands in a page's script element.
///
/// Events are named by their index, processes by theirs, texts too, since many
/// are the same. A clock is written as what it has more than that of the event
/// before it on its process. The members are
///
/// - `title`, and `notes`, what the check found, in words;
/// - `processes` and `roles`, by process; `texts`;
/// - `levels`: how many events each level has;
/// - `process` and `text`, by event;
/// - `news`: for each event the number of its causes, the number of other
///   entries, then these, causes first, each as process and number less the
///   number that was known before.
///
/// All is printable ASCII without `<`, `>` and `&`, so no text, however
/// hostile, ends the element; what controls a screen or its direction of
/// writing is shown as its escape.
final class RunData {
    private final StringBuilder json = new StringBuilder();

    private RunData() {}

    static String of(SpaceTime run, String title, List<String> notes) {
        return new RunData().write(run, title, notes);
    }

    private String write(SpaceTime run, String title, List<String> notes) {
        var events = run.events();
        var texts = new HashMap<String, Integer>();
        var inOrder = events.stream().map(Placed::text).distinct()
                .peek(text -> texts.put(text, texts.size())).toList();
        json.append("{\"title\":");
        string(title);
        strings("notes", notes);
        strings("processes", run.processes());
        numbers("roles", number -> run.processes().forEach(name -> number.accept(Role.of(name).ordinal())));
        strings("texts", inOrder);
        numbers("levels", number -> levels(events, number));
        numbers("process", number -> events.forEach(event -> number.accept(event.process())));
        numbers("text", number -> events.forEach(event -> number.accept(texts.get(event.text()))));
        numbers("news", number -> news(events, number));
        return json.append('}').toString();
    }

    private static void levels(List<Placed> events, IntConsumer number) {
        int first = 0;
        for (int next = 1; next <= events.size(); next++) {
            if (next == events.size() || events.get(next).level() != events.get(first).level()) {
                number.accept(next - first);
                first = next;
            }
        }
    }

    private static void news(List<Placed> events, IntConsumer number) {
        for (var event : events) {
            number.accept(event.causes().size());
            number.accept(event.learned().size());
            for (var entries : List.of(event.causes(), event.learned())) {
                entries.forEach(entry -> {
                    number.accept(entry.process());
                    number.accept(entry.gain());
                });
            }
        }
    }

    private void strings(String name, List<String> values) {
        json.append(",\n\"").append(name).append("\":[");
        for (int index = 0; index < values.size(); index++) {
            json.append(index == 0 ? "" : ",");
            string(values.get(index));
        }
        json.append(']');
    }

    /// @param source
    ///            tells its argument all numbers
    private void numbers(String name, Consumer<IntConsumer> source) {
        json.append(",\n\"").append(name).append("\":[");
        int start = json.length();
        source.accept(number -> json.append(json.length() == start ? "" : ",").append(number));
        json.append(']');
    }

    private void string(String value) {
        json.append('"');
        Shown.text(value).chars().forEach(unit -> {
            if (unit < ' ' || unit > '~' || "\"\\<>&".indexOf(unit) >= 0) {
                json.append(String.format("\\u%04x", unit));
            } else {
                json.append((char) unit);
            }
        });
        json.append('"');
    }
}
