// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

import picocli.CommandLine.Option;

/// The options that every server process has, whichever it is: what it tells of itself, and where. As they were given: who
/// uses them reads them.
public final class ServerOptions {
    @Option(names = "--admin", paramLabel = "HOST:PORT", defaultValue = "0", description = "Where it answers /livez, /readyz and /metrics by HTTP, to anybody who asks; 0: nowhere (default: ${DEFAULT-VALUE}).")
    private String admin;

    @Option(names = "--trace", paramLabel = "full|off|1/N", defaultValue = "full", description = "Its causal log: everything, nothing, or of every N messages one (default: ${DEFAULT-VALUE}).")
    private String trace;

    @Option(names = "--log-format", paramLabel = "text|json", defaultValue = "text", description = "How its log is written (default: ${DEFAULT-VALUE}).")
    private LogFormat logFormat;

    public String admin() {
        return admin;
    }

    public String trace() {
        return trace;
    }

    public LogFormat logFormat() {
        return logFormat;
    }
}
