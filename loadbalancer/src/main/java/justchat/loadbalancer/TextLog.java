// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.nio.file.Path;
import java.util.logging.LogManager;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.settings.LogFormat;

/// The text log of this process: one file in its directory, nothing on the terminal. What Ratis says below the level of
/// an error is about elections and dead peers, which we report in our own words. Control characters do not get through: a
/// log line is one line, whatever a stranger put into it.
final class TextLog {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{24} "
            + "%replace(%msg){'[\\p{Cntrl}\\u2028\\u2029]', ' '}%n";

    private TextLog() {}

    static void to(Path file, LogFormat format) {
        // gRPC inside Ratis logs by java.util.logging, to the terminal.
        LogManager.getLogManager().reset();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            var encoder = encoder(format);
            encoder.setContext(context);
            encoder.start();
            var appender = new FileAppender<ILoggingEvent>();
            appender.setContext(context);
            appender.setFile(file.toString());
            appender.setEncoder(encoder);
            appender.start();
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.WARN);
            root.addAppender(appender);
            context.getLogger("justchat").setLevel(Level.INFO);
            context.getLogger("org.apache.ratis").setLevel(Level.ERROR);
        }
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
