// SPDX-License-Identifier: Apache-2.0
package justchat.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTest {
    @Test
    void writesWhatJsonHas() {
        assertThat(Json.of(Map.of("a", List.of(1, true, "x")))).isEqualTo("{\"a\":[1,true,\"x\"]}");
    }

    @Test
    void escapesWhatAStringMustNotHold() {
        assertThat(Json.of("a\"b\\c\nd\u0007\te\r")).isEqualTo("\"a\\\"b\\\\c\\nd\\u0007\\te\\r\"");
    }

    @Test
    void nothingMovesATerminal() {
        assertThat(Json.of("\u001b]52;\u009b31m\u202e\u2028\u007f")).isEqualTo(
                "\"\\u001b]52;\\u009b31m\\u202e\\u2028\\u007f\"");
    }

    @Test
    void aLoneSurrogateIsAnEscapeAndAPairACharacter() {
        assertThat(Json.of("\ud83d!\ude00 \ud83d\ude00")).isEqualTo("\"\\ud83d!\\ude00 \ud83d\ude00\"");
        assertThat(Json.of("\udb40\udc41")).isEqualTo("\"\\udb40\\udc41\"");
    }

    @Test
    void refusesTheRest() {
        assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whateverAStringHoldsIsOneLineOfUtf8AndCanBeReadBack(@ForAll String text) {
        var json = Json.of(text);
        assertThat(json).doesNotContain("\n", "\r");
        assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(read(json)).isEqualTo(text);
    }

    /// The slow and obvious way back.
    private static String read(String json) {
        var text = new StringBuilder();
        for (int i = 1; i < json.length() - 1; i++) {
            if (json.charAt(i) != '\\') {
                text.append(json.charAt(i));
                continue;
            }
            i++;
            switch (json.charAt(i)) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(json.charAt(i));
            }
        }
        return text.toString();
    }
}
