// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

/// How a process writes its log.
public enum LogFormat {
    /// For people: a line an event.
    TEXT,
    /// For programs: a JSON object an event, in a line of its own.
    JSON;

    /// As it is written in options.
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
