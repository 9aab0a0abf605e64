// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import justchat.tools.cluster.Poll;

/// What people use to copy a file today, where it is installed on this machine:
/// `scp` with a server of its own, `curl` with an nginx of its own, by TLS 1.3. As
/// baselines; both listen on the loopback address only, and end with this. One
/// thread.
final class OtherPrograms implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/bin", "/bin", "/usr/local/sbin",
            "/usr/local/bin", "/opt/homebrew/bin");

    private final Path home;
    private final List<Process> servers = new ArrayList<>();
    private Optional<List<String>> scp = Optional.empty();
    private Optional<Curl> curl = Optional.empty();

    private record Curl(String program, String address) {}

    private OtherPrograms(Path home) {
        this.home = home;
    }

    /// @param credentials
    ///            where `key.pem` and `certificate.pem` are
    static OtherPrograms start(Path home, Path credentials) throws IOException {
        var programs = new OtherPrograms(Files.createDirectories(home));
        try {
            programs.startSsh();
            programs.startNginx(credentials);
            return programs;
        } catch (IOException e) {
            programs.close();
            throw e;
        }
    }

    private static Optional<String> find(String program) {
        return Stream.concat(PLACES.stream(), Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))).filter(
                place -> place.startsWith("/")).map(place -> Path.of(place, program)).filter(Files::isExecutable).map(
                        Path::toString)
                .findFirst();
    }

    private void startSsh() throws IOException {
        var programs = Stream.of("sshd", "scp", "ssh-keygen").map(OtherPrograms::find).toList();
        if (programs.stream().anyMatch(Optional::isEmpty)) {
            return;
        }
        var own = home.resolve("host");
        var user = home.resolve("user");
        for (var key : List.of(own, user)) {
            run(List.of(programs.get(2).get(), "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
        }
        var port = freePort();
        var serves = serves(port,
                List.of(programs.get(0).get(), "-D", "-e", "-f", "/dev/null", "-p", port + "", "-h", own.toString(),
                        "-o", "ListenAddress=127.0.0.1", "-o", "AuthorizedKeysFile=" + user + ".pub", "-o",
                        "StrictModes=no",
                        "-o", "PidFile=none", "-o", "Subsystem=sftp internal-sftp"));
        scp = Optional
                .of(List.of(programs.get(1).get(), "-q", "-o", "BatchMode=yes", "-P", port + "", "-i", user.toString(),
                        "-o",
                        "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"))
                .filter(
                        _ -> serves);
    }

    private void startNginx(Path credentials) throws IOException {
        var nginx = find("nginx");
        var client = find("curl");
        if (nginx.isEmpty() || client.isEmpty()) {
            return;
        }
        var port = freePort();
        var file = home.resolve("nginx.conf");
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Files.writeString(file,
                """
                        %s
                        daemon off; worker_processes 2; pid %s/nginx.pid; error_log %s/nginx.log;
                        events { worker_connections 64; }
                        http {
                            access_log off; sendfile on; client_max_body_size 0; client_body_temp_path %s/body;
                            proxy_temp_path %s/proxy; fastcgi_temp_path %s/fastcgi; uwsgi_temp_path %s/uwsgi; scgi_temp_path %s/scgi;
                            server {
                                listen 127.0.0.1:%d ssl; ssl_protocols TLSv1.3;
                                ssl_certificate %s/certificate.pem; ssl_certificate_key %s/key.pem;
                                location / { root %s; dav_methods PUT DELETE; }
                            }
                        }
                        """
                        .formatted(user, home, home, home, home, home, home, home, port, credentials, credentials,
                                home));
        var serves = serves(port,
                List.of(nginx.get(), "-p", home.toString(), "-e", home.resolve("nginx.log").toString(), "-c", file
                        .toString()));
        curl = Optional.of(new Curl(client.get(), "https://127.0.0.1:" + port + "/")).filter(_ -> serves);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// @return false if it does not start here, as a server may need what only an administrator has
    private boolean serves(int port, List<String> command) throws IOException {
        var log = home.resolve(Path.of(command.getFirst()).getFileName() + ".out").toFile();
        servers.add(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
        var listens = new Poll(START, LOOK).until(() -> listens(port), Poll.NEVER).isPresent();
        if (!listens) {
            System.err.println("justchat bench: " + command.getFirst() + " does not start; no baseline by it");
        }
        return listens;
    }

    private static Optional<Boolean> listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Optional.of(true);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        process.onExit().join();
        if (process.exitValue() != 0) {
            throw new IOException(command.getFirst() + " failed: " + said.strip());
        }
    }

    private static double timed(List<String> command) throws IOException {
        var begun = System.nanoTime();
        run(command);
        return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /// From here to here; empty without `sshd`, or if it lets nobody in.
    OptionalDouble scp(Path file) {
        if (scp.isEmpty()) {
            return OptionalDouble.empty();
        }
        var copy = home.resolve("copy");
        var command = new ArrayList<>(scp.get());
        command.add(file.toString());
        command.add(System.getProperty("user.name") + "@127.0.0.1:" + copy);
        try {
            var seconds = timed(command);
            Files.delete(copy);
            return OptionalDouble.of(seconds);
        } catch (IOException e) {
            System.err.println("justchat bench: no baseline by scp: " + e.getMessage());
            scp = Optional.empty();
            return OptionalDouble.empty();
        }
    }

    /// To nginx; empty without it.
    OptionalDouble toNginx(Path file) throws IOException {
        return curl.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(curl("-o", "/dev/null", "-T", file.toString()));
    }

    /// From nginx, what was put there, which is removed; empty without it.
    OptionalDouble fromNginx() throws IOException {
        if (curl.isEmpty()) {
            return OptionalDouble.empty();
        }
        var copy = home.resolve("fetched");
        var seconds = curl("-o", copy.toString());
        Files.delete(copy);
        Files.delete(home.resolve("uploaded"));
        return OptionalDouble.of(seconds);
    }

    private double curl(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(curl.orElseThrow().program, "-s", "-k", "--fail"));
        command.addAll(List.of(arguments));
        command.add(curl.get().address + "uploaded");
        return timed(command);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.descendants().forEach(ProcessHandle::destroy));
        servers.forEach(Process::destroy);
        servers.forEach(server -> server.onExit().join());
        try (var found = Files.walk(home)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("justchat bench: " + e.getMessage());
        }
    }
}
