// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.file.Path;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;

import justchat.settings.LogFormat;

/// The text log of this process: everything to its file, warnings to stderr as
/// well. Control characters do not get through: a log line is one line,
/// whatever a stranger put into it.
final class TextLog {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: "
            + "%replace(%msg){'[\\p{Cntrl}\\u2028\\u2029]', ' '}%n%ex{12}";

    private TextLog() {}

    static void open(Path file, LogFormat format) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        var text = new FileAppender<ILoggingEvent>();
        text.setFile(file.toString());
        root.addAppender(start(context, text, format));
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        console.addFilter(new WarningsOnly());
        root.addAppender(start(context, console, LogFormat.TEXT));
    }

    private static OutputStreamAppender<ILoggingEvent> start(LoggerContext context,
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

    private static final class WarningsOnly extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return event.getLevel().isGreaterOrEqual(Level.WARN) ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }
}
