// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// A text file of lines `name : word word ...`, in which `#` and `(` begin a remark.
final class Rules {
    private Rules() {}

    static SequencedMap<String, List<String>> read(String resource) throws IOException {
        try (var in = Rules.class.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// @throws IllegalArgumentException
    ///             if a line has no colon or a name has two lines
    static SequencedMap<String, List<String>> parse(String text) {
        var rules = new LinkedHashMap<String, List<String>>();
        for (var line : text.lines().map(line -> line.replaceFirst("[#(].*", "").strip()).toList()) {
            if (line.isEmpty()) {
                continue;
            }
            var parts = line.split(":", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("no rule: " + line);
            }
            var words = Stream.of(parts[1].strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
            if (rules.put(parts[0].strip(), words) != null) {
                throw new IllegalArgumentException("a second rule for " + parts[0].strip());
            }
        }
        return rules;
    }
}
