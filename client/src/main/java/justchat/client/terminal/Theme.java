// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jline.utils.AttributedStyle;

/// What has which colour. Read from a text of lines `part = style`; pure.
///
/// @param nicks
///            one of them for each person, by the name
record Theme(String name, Map<Part, AttributedStyle> parts, List<AttributedStyle> nicks) {
    /// Of a theme's file.
    static final int MAX_CHARACTERS = 16_384;
    private static final int MAX_NICKS = 24;
    private static final String NICKS = "nicks";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    Theme {
        parts = Map.copyOf(parts);
        nicks = List.copyOf(nicks);
    }

    /// What can be coloured; its key is the name in small letters.
    enum Part {
        /// When.
        TIME,
        /// What JustChat says.
        NOTICE,
        /// What is good to know, hardly to be read.
        FAINT,
        /// Lines across the screen.
        SEPARATOR, OFFER, PROBLEM,
        /// Added to the colour of the person who writes in private.
        PRIVATE, BAR, PROMPT;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a text turned out to be.
    sealed interface Reading {
        record Good(Theme theme) implements Reading {}

        /// @param sentences
        ///            one for each line that is wrong
        record Bad(List<String> sentences) implements Reading {}
    }

    /// Text and nothing else.
    static Theme none() {
        return new Theme("none", Map.of(), List.of(AttributedStyle.DEFAULT));
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// @param otherwise
    ///            says what `text` does not say
    static Reading read(String name, String text, Theme otherwise) {
        if (text.length() > MAX_CHARACTERS) {
            return new Reading.Bad(List.of("more than " + MAX_CHARACTERS + " characters"));
        }
        var parts = new EnumMap<Part, AttributedStyle>(Part.class);
        parts.putAll(otherwise.parts);
        var nicks = new ArrayList<>(otherwise.nicks);
        var wrong = new ArrayList<String>();
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            var line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(line, parts, nicks).ifPresent(sentence -> wrong.add("line " + number + ": " + sentence));
            }
        }
        return wrong.isEmpty() ? new Reading.Good(new Theme(name, parts, nicks)) : new Reading.Bad(wrong);
    }

    /// The style of a part; nothing special if the theme says nothing of it.
    AttributedStyle of(Part part) {
        return parts.getOrDefault(part, AttributedStyle.DEFAULT);
    }

    /// The same for the same name, in every client with this theme.
    AttributedStyle nick(String nick) {
        return nicks.get(Math.floorMod(nick.hashCode() * 31, nicks.size()));
    }

    /// @return what is wrong with the line
    private static Optional<String> line(String line, Map<Part, AttributedStyle> parts, List<AttributedStyle> nicks) {
        int sign = line.indexOf('=');
        if (sign < 0) {
            return Optional.of("write part = style");
        }
        var key = line.substring(0, sign).strip();
        var value = line.substring(sign + 1).strip();
        try {
            if (key.equals(NICKS)) {
                var styles = Arrays.stream(value.split(",", -1)).map(Style::of).toList();
                if (styles.size() > MAX_NICKS) {
                    return Optional.of("at most " + MAX_NICKS + " styles for nicks");
                }
                nicks.clear();
                nicks.addAll(styles);
                return Optional.empty();
            }
            var part = Arrays.stream(Part.values()).filter(known -> known.key().equals(key)).findFirst();
            part.ifPresent(known -> parts.put(known, Style.of(value)));
            return part.isPresent()
                    ? Optional.empty()
                    : Optional
                            .of("there is no \"" + key + "\"; there are " + Arrays.stream(Part.values()).map(Part::key)
                                    .collect(Collectors.joining(", ")) + ", " + NICKS);
        } catch (Style.Wrong e) {
            return Optional.of(e.getMessage());
        }
    }
}
