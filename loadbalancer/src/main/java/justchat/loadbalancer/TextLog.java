// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.nio.file.Path;
import java.util.logging.LogManager;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.settings.LogFormat;
import justchat.textlog.LogLines;

/// The text log of this process: one file in its directory, nothing on the terminal. What Ratis says below the level of
/// an error is about elections and dead peers, which we report in our own words.
final class TextLog {
    private TextLog() {}

    static void to(Path file, LogFormat format) {
        // gRPC inside Ratis logs by java.util.logging, to the terminal.
        LogManager.getLogManager().reset();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            var appender = new FileAppender<ILoggingEvent>();
            appender.setFile(file.toString());
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.WARN);
            root.addAppender(LogLines.start(context, appender, format));
            context.getLogger("justchat").setLevel(Level.INFO);
            context.getLogger("org.apache.ratis").setLevel(Level.ERROR);
        }
    }
}
