// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What Apache Thrift for Python makes of our server. Skipped where Debian's
/// package `python3-thrift` is not installed.
class PythonClientTest {
    private static final String PYTHON = "/usr/bin/python3";

    @ParameterizedTest
    @ValueSource(strings = {"binary", "compact", "json"})
    void pythonIsServedInItsOwnProtocol(String protocol) throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)) && run(PYTHON, "-c", "import thrift").code == 0,
                "python3-thrift is not installed");
        try (var server = TestServer.of(new Echo())) {
            var script = Path.of(getClass().getResource("/interop.py").toURI());
            var run = run(PYTHON, script.toString(), Integer.toString(server.port()), protocol);
            assertThat(run.output).isEqualTo("ok\n");
            assertThat(run.code).isZero();
        }
    }

    private record Run(int code, String output) {}

    private static Run run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
