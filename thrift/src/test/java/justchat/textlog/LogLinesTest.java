// SPDX-License-Identifier: Apache-2.0
package justchat.textlog;

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import justchat.settings.LogFormat;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinesTest {
    @ParameterizedTest
    @EnumSource
    void anEventIsOneLineWhateverAStrangerPutIntoIt(LogFormat format) {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var encoder = LogLines.encoder(format);
        encoder.setContext(context);
        encoder.start();
        var event = new LoggingEvent("", context.getLogger("justchat.x"), Level.WARN, "he said {}", null,
                new Object[]{"a\r\n2026-01-01 INFO b \"c\" \033[31m"});
        var line = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(line).endsWith("\n").contains("he said a").contains("WARN").doesNotContain("\033");
        assertThat(line.strip().lines()).hasSize(1);
        if (format == LogFormat.JSON) {
            assertThat(line).startsWith("{").endsWith("}\n").contains("\"level\":\"WARN\"").contains("\\\"c\\\"")
                    .contains("\"loggerName\":\"justchat.x\"");
        }
    }
}
