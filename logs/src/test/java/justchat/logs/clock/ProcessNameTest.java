// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProcessNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"ms-1", "client-tony", "client-Jürgen", "client-李", "client-हिन्दी", "lb@host:4001", "7"})
    void acceptsWhatShiVizCanDraw(String name) {
        assertThat(ProcessName.check(name)).isEqualTo(name);
        assertThat(ProcessName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ms 1", "ms\u00a01", "ms\t1", "a\nb", "a/b", "..", "a\"b", "a\\b", "a{b}", "-a",
            "toString", "constructor", "__proto__", "a\u202eb", "a\u0000",
            "1234567890123456789012345678901234567890123456789"})
    void refusesWhatBreaksALogAFileNameOrShiViz(String name) {
        assertThatThrownBy(() -> ProcessName.check(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ProcessName.isValid(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ms-1~2", "ms-1~10"})
    void knowsLaterLives(String name) {
        assertThat(ProcessName.isValid(name)).isTrue();
        assertThatThrownBy(() -> ProcessName.check(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ms-1~", "ms-1~1", "ms-1~0", "ms-1~02", "ms-1~x", "~2", "toString~2", "ms-1~2~3",
            "ms-1~1234567890"})
    void refusesWhatNoLifeIsCalled(String name) {
        assertThat(ProcessName.isValid(name)).isFalse();
    }
}
