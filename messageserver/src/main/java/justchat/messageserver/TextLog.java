// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.file.Path;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;

import justchat.settings.LogFormat;
import justchat.textlog.LogLines;

/// The text log of this process: everything to its file, warnings to stderr as
/// well.
final class TextLog {
    private TextLog() {}

    static void open(Path file, LogFormat format) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        var text = new FileAppender<ILoggingEvent>();
        text.setFile(file.toString());
        root.addAppender(LogLines.start(context, text, format));
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setTarget("System.err");
        console.addFilter(new WarningsOnly());
        root.addAppender(LogLines.start(context, console, LogFormat.TEXT));
    }

    private static final class WarningsOnly extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return event.getLevel().isGreaterOrEqual(Level.WARN) ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }
}
