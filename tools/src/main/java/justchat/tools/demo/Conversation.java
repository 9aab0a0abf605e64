// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.Surprise;
import justchat.tools.cluster.Transcript;

/// Some friends count aloud, each at a steady pace, while others listen and
/// perhaps a process dies. Afterwards everybody must have been shown each line
/// exactly once, those of one author in the order in which they were typed.
final class Conversation implements AutoCloseable {
    private final List<ChatProcess> authors;
    private final String word;
    private final int lines;
    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(1);
    /// By author: when each line was typed, in nanoseconds; 0: not yet.
    private final Map<String, AtomicLongArray> typed = new TreeMap<>();

    /// Starts at once.
    ///
    /// @param word
    ///            tells this conversation from every other
    Conversation(List<ChatProcess> authors, String word, int lines, Duration interval) {
        this.authors = List.copyOf(authors);
        this.word = word;
        this.lines = lines;
        for (var author : authors) {
            var times = new AtomicLongArray(lines + 1);
            typed.put(author.user(), times);
            for (var number = 1; number <= lines; number++) {
                var line = number;
                pace.schedule(() -> times.set(line, author.type(word + " " + line)), interval.toMillis() * number,
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    /// Waits until `reader` was shown this line of every author.
    void awaitLine(ChatProcess reader, int number, Duration patience) {
        for (var author : authors) {
            var line = pattern(author, Integer.toString(number));
            reader.transcript().await(0, author.user() + "'s line " + number, text -> line.matcher(text).find(),
                    patience);
        }
    }

    /// Waits until everybody was shown the last lines, then checks all that they
    /// were shown.
    void check(List<ChatProcess> readers, Duration patience) {
        readers.forEach(reader -> awaitLine(reader, lines, patience));
        for (var reader : readers) {
            for (var author : authors) {
                var shown = shown(reader, author).stream().map(Shown::number).toList();
                var wanted = IntStream.rangeClosed(1, lines).boxed().toList();
                if (!shown.equals(wanted)) {
                    throw new Surprise(reader.user() + " is shown " + author.user() + "'s lines 1 to " + lines
                            + ", each once, in order", difference(shown));
                }
            }
        }
    }

    private String difference(List<Integer> shown) {
        var missing = IntStream.rangeClosed(1, lines).boxed().filter(number -> !shown.contains(number)).toList();
        var twice = shown.stream().filter(number -> shown.indexOf(number) != shown.lastIndexOf(number)).distinct()
                .toList();
        return "missing " + missing + ", more than once " + twice + ", in all " + shown;
    }

    /// From the moment of a kill to the first line on this reader's screen that was
    /// typed after it.
    Duration silenceAfter(long killedNanos, ChatProcess reader) {
        return authors.stream()
                .flatMap(author -> shown(reader, author).stream()
                        .filter(shown -> typed.get(author.user()).get(shown.number()) > killedNanos))
                .mapToLong(shown -> shown.line().atNanos() - killedNanos).min().stream().mapToObj(Duration::ofNanos)
                .findFirst().orElseThrow(() -> new Surprise(reader.user() + " is shown a line that was typed after"
                        + " the kill", "none of them; the conversation was too short"));
    }

    private record Shown(int number, Transcript.Line line) {}

    private List<Shown> shown(ChatProcess reader, ChatProcess author) {
        var pattern = pattern(author, "(\\d+)");
        var shown = new ArrayList<Shown>();
        for (var line : reader.transcript().lines()) {
            var matcher = pattern.matcher(line.text());
            if (matcher.find()) {
                shown.add(new Shown(Integer.parseInt(matcher.group(1)), line));
            }
        }
        return shown;
    }

    private Pattern pattern(ChatProcess author, String number) {
        return Pattern.compile("\\b" + author.user() + "  " + word + " " + number + "$");
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }
}
