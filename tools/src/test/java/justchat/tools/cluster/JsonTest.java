// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTest {
    @Test
    void nestsMapsAndLists() {
        assertThat(Json.of(Map.of("a", List.of(1, true, "x")))).isEqualTo("{\"a\":[1,true,\"x\"]}");
    }

    @Test
    void escapesWhatWouldEndAStringOrBreakALine() {
        assertThat(Json.of("a\"b\\c\nd\u0007")).isEqualTo("\"a\\\"b\\\\c\\nd\\u0007\"");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
