// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import justchat.tools.cluster.ClusterPlan;
import justchat.tools.cluster.ProcessKind;
import justchat.tools.cluster.Program;

/// A [Broadcaster] in a process of its own, with the JVM flags of a message server, so that its CPU and memory can be told
/// apart from ours. Ends with us: it lives as long as its standard input is open.
final class BareProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private BareProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param credentials
    ///            directory of a message server's credentials; empty: bytes in clear
    static BareProcess start(Optional<Path> credentials) throws IOException {
        return start(credentials, List.of());
    }

    /// As [#start(Optional)].
    ///
    /// @param flags
    ///            further JVM flags
    static BareProcess start(Optional<Path> credentials, List<String> flags) throws IOException {
        var arguments = credentials.map(home -> List.of("broadcast", "--credentials", home.toString()))
                .orElse(List.of("broadcast"));
        var process = new ProcessBuilder(
                Program.current().with(flags).command(ProcessKind.MESSAGESERVER.subcommand(), "bench", arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("the bare broadcast did not start");
        }
        return new BareProcess(process, Integer.parseInt(line));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(ClusterPlan.HOST, port);
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
