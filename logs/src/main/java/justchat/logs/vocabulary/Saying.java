// SPDX-License-Identifier: Apache-2.0
package justchat.logs.vocabulary;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What an event says: `stamps room=lobby message=9f86d081/3 at=2.7:31`. A verb of one or several words, then what it
/// tells of itself. Ids, counts and sizes, never what somebody wrote.
///
/// In a value a space is written `+`, and what could break a line or a value is written like `%0a`, in UTF-8; so
/// whatever it contains, it comes back as it was.
public final class Saying {
    private final Priority priority;
    private final Verb verb;
    /// Never changed.
    private final EnumMap<Key, String> details;

    private Saying(Priority priority, Verb verb, EnumMap<Key, String> details) {
        this.priority = Objects.requireNonNull(priority, "priority");
        this.verb = Objects.requireNonNull(verb, "verb");
        this.details = details;
    }

    public Saying(Priority priority, Verb verb, Map<Key, String> details) {
        this(priority, verb, new EnumMap<>(Key.class));
        this.details.putAll(details);
    }

    /// With priority INFO and nothing but the verb.
    public static Saying of(Verb verb) {
        return new Saying(Priority.INFO, verb, new EnumMap<>(Key.class));
    }

    /// The same, with this too.
    public Saying with(Key key, Object value) {
        var more = details.clone();
        more.put(key, value.toString());
        return new Saying(priority, verb, more);
    }

    /// The same with entries, which are not cut off.
    public Saying with(Key key, List<Entries.At> entries) {
        return with(key, Entries.text(entries));
    }

    /// The same, mattering more or less.
    public Saying as(Priority other) {
        return new Saying(other, verb, details);
    }

    public Priority priority() {
        return priority;
    }

    public Verb verb() {
        return verb;
    }

    /// In the order of [Key]; unmodifiable.
    public Map<Key, String> details() {
        return Collections.unmodifiableMap(details);
    }

    public Optional<String> get(Key key) {
        return Optional.ofNullable(details.get(key));
    }

    /// The entries under this key; none if there is no such key, or what it says are none.
    public List<Entries.At> entries(Key key) {
        var text = details.get(key);
        return text == null ? List.of() : Entries.parse(text).orElse(List.of());
    }

    /// Takes the text of an event apart.
    ///
    /// @return empty if it is not in these words, like what other programs write
    public static Optional<Saying> parse(String text) {
        int space = text.indexOf(' ');
        var priority = priority(space < 0 ? text : text.substring(0, space));
        if (priority.isEmpty() || space < 0) {
            return Optional.empty();
        }
        var words = text.substring(space + 1).split(" ", -1);
        int first = 0;
        while (first < words.length && words[first].indexOf('=') < 0) {
            first++;
        }
        var verb = Verb.of(String.join(" ", List.of(words).subList(0, first)));
        var details = new EnumMap<Key, String>(Key.class);
        for (int index = first; index < words.length; index++) {
            int equals = words[index].indexOf('=');
            var key = equals < 0 ? Optional.<Key>empty() : Key.of(words[index].substring(0, equals));
            var value = equals < 0 ? Optional.<String>empty() : Escape.undo(words[index].substring(equals + 1));
            if (key.isEmpty() || value.isEmpty() || details.put(key.get(), value.get()) != null) {
                return Optional.empty();
            }
        }
        return verb.map(known -> new Saying(priority.get(), known, details));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Saying saying && priority == saying.priority && verb == saying.verb
                && details.equals(saying.details);
    }

    @Override
    public int hashCode() {
        return Objects.hash(priority, verb, details);
    }

    /// As it stands in the log, the priority first.
    @Override
    public String toString() {
        var text = new StringBuilder(96).append(priority.name()).append(' ').append(verb.words());
        details.forEach((key, value) -> {
            text.append(' ').append(key.word()).append('=');
            Escape.append(text, value);
        });
        return text.toString();
    }

    private static Optional<Priority> priority(String word) {
        return switch (word) {
            case "DEBUG" -> Optional.of(Priority.DEBUG);
            case "INFO" -> Optional.of(Priority.INFO);
            case "WARNING" -> Optional.of(Priority.WARNING);
            case "ERROR" -> Optional.of(Priority.ERROR);
            case "FATAL" -> Optional.of(Priority.FATAL);
            default -> Optional.empty();
        };
    }
}
