// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.admin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers by HTTP how this process is.
///
/// | path | answers |
/// | --- | --- |
/// | `/livez` | 200: the process answers |
/// | `/readyz` | 200 `ready`; else 503 and why not, a reason a line |
/// | `/metrics` | the figures, for Prometheus |
///
/// Each request has a virtual thread; more than [#MAX_AT_ONCE] at once are answered 503.
public final class AdminPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminPort.class);
    private static final int BACKLOG = 16;
    private static final int MAX_AT_ONCE = 8;
    /// Of who connects and says nothing; the JDK's server has no other way to be told.
    private static final String PATIENCE = "sun.net.httpserver.maxReqTime";
    private static final String PATIENCE_SECONDS = "10";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    private final Metrics metrics;
    private final Supplier<List<String>> unready;

    private record Answer(int code, String text) {}

    private AdminPort(HttpServer server, ExecutorService threads, Metrics metrics, Supplier<List<String>> unready) {
        this.server = server;
        this.threads = threads;
        this.metrics = metrics;
        this.unready = unready;
    }

    /// Reads an option: `HOST:PORT`, or `0` for none.
    ///
    /// @throws IllegalArgumentException
    ///             with a sentence if it is neither
    public static Optional<InetSocketAddress> address(String option) {
        if (option.equals("0")) {
            return Optional.empty();
        }
        int colon = option.lastIndexOf(':');
        try {
            return Optional.of(new InetSocketAddress(option.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", ""),
                    Integer.parseInt(option.substring(colon + 1))));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("--admin: \"" + option + "\" is neither HOST:PORT nor 0");
        }
    }

    /// @param metrics
    ///            what is the process's own; what all processes have is added here
    /// @param unready
    ///            why the process cannot do what it is for, in words; empty if it can; must not block
    /// @throws IOException
    ///             if the port cannot be had
    public static AdminPort start(InetSocketAddress listen, Metrics metrics, Supplier<List<String>> unready)
            throws IOException {
        Objects.requireNonNull(unready, "unready");
        if (System.getProperty(PATIENCE) == null) {
            System.setProperty(PATIENCE, PATIENCE_SECONDS);
        }
        HttpServer server;
        try {
            server = HttpServer.create(listen, BACKLOG);
        } catch (IOException taken) {
            throw new IOException("cannot listen on " + listen + " (--admin): " + taken.getMessage(), taken);
        }
        if (!server.getAddress().getAddress().isLoopbackAddress()) {
            LOG.warn("the admin port {} can be reached from other machines, and asks nobody who they are", listen);
        }
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var port = new AdminPort(server, threads, ProcessFigures.addTo(metrics), unready);
        server.createContext("/", port::serve);
        server.setExecutor(threads);
        server.start();
        return port;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean admitted = room.tryAcquire();
            try {
                send(exchange, admitted ? answer(exchange) : new Answer(503, "too many at once\n"));
            } finally {
                if (admitted) {
                    room.release();
                }
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return new Answer(405, "GET only\n");
        }
        try {
            return switch (exchange.getRequestURI().getPath()) {
                case "/livez" -> new Answer(200, "alive\n");
                case "/readyz" -> ready();
                case "/metrics" -> new Answer(200, metrics.text());
                default -> new Answer(404, "there are /livez, /readyz and /metrics\n");
            };
        } catch (RuntimeException broken) {
            LOG.warn("{} cannot be answered", exchange.getRequestURI().getPath(), broken);
            return new Answer(500, "the log of this process says more\n");
        }
    }

    private Answer ready() {
        var reasons = unready.get();
        return reasons.isEmpty() ? new Answer(200, "ready\n") : new Answer(503, String.join("\n", reasons) + "\n");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var bytes = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.code(), head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
