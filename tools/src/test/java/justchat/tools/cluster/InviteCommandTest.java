// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InviteCommandTest {
    private final InviteCommand.TimeConverter times = new InviteCommand.TimeConverter();

    @Test
    void readsMinutesHoursAndDays() {
        assertThat(times.convert("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(times.convert("12h")).isEqualTo(Duration.ofHours(12));
        assertThat(times.convert("365d")).isEqualTo(Duration.ofDays(365));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "7", "7w", "-1d", "0h", "366d", "9223372036854775807d", "7 d", "٧d!"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> times.convert(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("90m, 12h or 7d");
    }
}
