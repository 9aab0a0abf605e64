// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

import justchat.settings.UserDirectories;

/// Where themes are: those that come along, and files `NAME.theme` of one's own.
/// Reads a file each time, so a theme that was changed counts at once.
///
/// @param own
///            the directory of one's own
public record Themes(Path own) {
    static final String DEFAULT = "default";
    static final String MONO = "mono";
    private static final List<String> BUILT_IN = List.of(DEFAULT, "light", MONO, "high-contrast");
    private static final String SUFFIX = ".theme";

    /// Below the configuration directory of the user.
    static Themes standard() {
        return new Themes(UserDirectories.configuration().resolve("themes"));
    }

    /// Why a theme of this name cannot be had; empty: it can.
    public Optional<String> objection(String name) {
        return switch (read(name)) {
            case Theme.Reading.Good _ -> Optional.empty();
            case Theme.Reading.Bad bad -> Optional.of(String.join("; ", bad.sentences()));
        };
    }

    /// One's own theme comes before one of the same name that comes along.
    Theme.Reading read(String name) {
        if (!Theme.isName(name)) {
            return new Theme.Reading.Bad(List.of("\"" + name + "\" is no name of a theme: it is of small letters,"
                    + " digits, - and _"));
        }
        var file = own.resolve(name + SUFFIX);
        try {
            if (Files.isRegularFile(file) && Files.size(file) > Theme.MAX_CHARACTERS) {
                return new Theme.Reading.Bad(List.of(file + " is too large for a theme"));
            }
            return switch (Theme.read(name, Files.readString(file), builtIn(DEFAULT))) {
                case Theme.Reading.Good good -> good;
                case Theme.Reading.Bad bad -> new Theme.Reading.Bad(bad.sentences().stream().map(sentence -> file + ", "
                        + sentence).toList());
            };
        } catch (NoSuchFileException _) {
            return BUILT_IN.contains(name)
                    ? new Theme.Reading.Good(builtIn(name))
                    : new Theme.Reading.Bad(List.of("there is no theme " + name + "; there are " + String.join(", ",
                            names()) + ", and what you put into " + own));
        } catch (CharacterCodingException _) {
            return new Theme.Reading.Bad(List.of(file + " is no text in UTF-8"));
        } catch (IOException e) {
            return new Theme.Reading.Bad(List.of("cannot read " + file + ": " + e.getMessage()));
        }
    }

    /// Those that come along and one's own, sorted.
    List<String> names() {
        var names = new TreeSet<>(BUILT_IN);
        try (var files = Files.list(own)) {
            files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length())).filter(Theme::isName)
                    .forEach(names::add);
        } catch (IOException | UncheckedIOException _) {
            // there is none of one's own
        }
        return List.copyOf(names);
    }

    /// @param name
    ///            of one that comes along
    static Theme builtIn(String name) {
        try (var in = Objects.requireNonNull(Themes.class.getResourceAsStream("themes/" + name + SUFFIX), name)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return switch (Theme.read(name, text, Theme.none())) {
                case Theme.Reading.Good good -> good.theme();
                case Theme.Reading.Bad bad -> throw new IllegalStateException(name + ": " + bad.sentences());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
