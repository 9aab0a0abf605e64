// SPDX-License-Identifier: Apache-2.0
package justchat.textlog;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;

import justchat.settings.LogFormat;

/// The lines of a server's text log, which are the same of every kind of server. Control characters do not get through: a
/// log line is one line, whatever a stranger put into it. An exception has its first twelve frames.
public final class LogLines {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: "
            + "%replace(%msg){'[\\p{Cntrl}\\u2028\\u2029]', ' '}%n%ex{12}";

    private LogLines() {}

    /// Lets a new appender write such lines, and starts it.
    ///
    /// @return the appender
    public static OutputStreamAppender<ILoggingEvent> start(LoggerContext context,
            OutputStreamAppender<ILoggingEvent> appender, LogFormat format) {
        var encoder = encoder(format);
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    static EncoderBase<ILoggingEvent> encoder(LogFormat format) {
        return switch (format) {
            case TEXT -> {
                var encoder = new PatternLayoutEncoder();
                encoder.setPattern(PATTERN);
                yield encoder;
            }
            case JSON -> {
                var encoder = new JsonEncoder();
                encoder.setWithFormattedMessage(true);
                encoder.setWithMessage(false);
                encoder.setWithArguments(false);
                encoder.setWithContext(false);
                encoder.setWithMDC(false);
                encoder.setWithSequenceNumber(false);
                encoder.setWithNanoseconds(false);
                yield encoder;
            }
        };
    }
}
