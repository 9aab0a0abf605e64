// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.client.model.Key;

import static org.assertj.core.api.Assertions.assertThat;

/// The manual's list of keys and what the editor binds are the same.
class BindingsTest {
    /// Nothing is typed here.
    private static final Keys IDLE = (Keys) Proxy.newProxyInstance(Keys.class.getClassLoader(), new Class<?>[]{
            Keys.class}, (_, _, _) -> null);

    private KeyMap<Binding> map;

    @BeforeEach
    void install() throws IOException {
        try (var terminal = new ExternalTerminal("test", "xterm-256color", new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
            var editor = new Editor(terminal, terminal.getAttributes(), false, IDLE);
            editor.prepare();
            map = editor.getKeyMaps().get(LineReader.MAIN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyOfTheManualDoesSomething(Key key) {
        assertThat(sequences(key)).isNotEmpty().allSatisfy(sequence -> assertThat(map.getBound(sequence))
                .isInstanceOfSatisfying(Reference.class, bound -> assertThat(bound.name()).isNotEqualTo(
                        LineReader.SELF_INSERT)));
    }

    @Test
    void everyKeyOfOursIsInTheManual() {
        var ours = map.getBoundKeys().entrySet().stream().filter(bound -> bound.getValue() instanceof Reference to && to
                .name().startsWith("justchat-")).map(bound -> bound.getKey().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        var told = Arrays.stream(Key.values()).flatMap(key -> sequences(key).stream())
                .map(sequence -> sequence.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        assertThat(told).containsAll(ours);
    }

    /// What a terminal sends for a chord as the manual writes it.
    private static Set<String> sequences(Key key) {
        return Arrays.stream(key.chord().split(", ")).flatMap(BindingsTest::alternatives).collect(Collectors.toSet());
    }

    private static Stream<String> alternatives(String chord) {
        if (chord.equals("Alt-1 ... Alt-9")) {
            return IntStream.rangeClosed(1, 9).mapToObj(digit -> "\u001b" + digit);
        }
        return Stream.of(Arrays.stream(chord.split(" ")).map(BindingsTest::sequence).collect(Collectors.joining()));
    }

    private static String sequence(String chord) {
        return switch (chord) {
            case "Enter" -> "\r";
            case "Tab" -> "\t";
            case "Up" -> "\u001b[A";
            case "Down" -> "\u001b[B";
            case "F1" -> "\u001bOP";
            case "Alt-Enter" -> "\u001b\r";
            case String alt when alt.startsWith("Alt-") -> "\u001b" + alt.substring(4).toLowerCase(Locale.ROOT);
            case String ctrl when ctrl.startsWith("Ctrl-") -> KeyMap.ctrl(ctrl.charAt(5));
            default -> throw new AssertionError("no key: " + chord);
        };
    }
}
