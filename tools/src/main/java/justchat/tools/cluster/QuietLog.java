// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command that is over in a moment tells its user all there is to say;
/// nothing of it goes to a text log.
final class QuietLog {
    private QuietLog() {}

    static void on() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }
}
