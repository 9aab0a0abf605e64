// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdminPortTest {
    private enum Sort {
        CUPS_BROKEN
    }

    private volatile List<String> unready = List.of();
    private final Map<String, Long> counters = new TreeMap<>(Map.of("cups-filled", 3L));
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminPort port;

    @BeforeEach
    void start() throws IOException {
        var metrics = new Metrics().gauge("queue_bytes", "waiting", () -> 0.5).counters("kettle", () -> counters)
                .counted("kettle", () -> Map.of(Sort.CUPS_BROKEN, 1L)).counter("seconds", "a\nb", () -> 1e7)
                .gauges("silent_seconds", "since", "server",
                        () -> new TreeMap<>(Map.of("ms-\"1\"", 2.0, "ms-2", 3.25)));
        port = AdminPort.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, () -> unready);
    }

    @AfterEach
    void stop() {
        port.close();
        client.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port.address().getPort() + path);
    }

    @Test
    void isAliveAndReadyUnlessThereAreReasons() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        unready = List.of("no majority", "no server");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("no majority\nno server\n");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void writesTheFormatOfPrometheus() throws Exception {
        var text = get("/metrics");
        assertThat(text.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type)
                .contains("version=0.0.4"));
        assertThat(text.body()).contains("""
                # HELP justchat_queue_bytes waiting
                # TYPE justchat_queue_bytes gauge
                justchat_queue_bytes 0.5
                # HELP justchat_kettle_cups_filled_total cups filled, since the start
                # TYPE justchat_kettle_cups_filled_total counter
                justchat_kettle_cups_filled_total 3
                # HELP justchat_kettle_cups_broken_total cups broken, since the start
                # TYPE justchat_kettle_cups_broken_total counter
                justchat_kettle_cups_broken_total 1
                # HELP justchat_seconds_total a\\nb
                # TYPE justchat_seconds_total counter
                justchat_seconds_total 10000000
                # HELP justchat_silent_seconds since
                # TYPE justchat_silent_seconds gauge
                justchat_silent_seconds{server="ms-\\"1\\""} 2
                justchat_silent_seconds{server="ms-2"} 3.25
                """);
        assertThat(text.body().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("justchat_[a-z0-9_]+(\\{[a-z]+=\".*\"})? -?[0-9.E]+"))
                .anyMatch(line -> line.matches("justchat_jvm_heap_used_bytes [1-9]\\d+"));
        counters.put("cups-filled", 4L);
        assertThat(get("/metrics").body()).contains("justchat_kettle_cups_filled_total 4\n");
    }

    @Test
    void changesNothingAndKnowsNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/../livez/x").statusCode()).isEqualTo(404);
        assertThat(client.send(HttpRequest.newBuilder(uri("/readyz")).POST(BodyPublishers.ofString("x")).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(client.send(HttpRequest.newBuilder(uri("/livez")).method("HEAD", BodyPublishers.noBody()).build(),
                BodyHandlers.ofString()).body()).isEmpty();
    }

    @Test
    void readsWhereToListen() {
        assertThat(AdminPort.address("0")).isEmpty();
        assertThat(AdminPort.address("127.0.0.1:9000")).contains(new InetSocketAddress("127.0.0.1", 9000));
        assertThat(AdminPort.address("[::1]:9000")).contains(new InetSocketAddress("::1", 9000));
        assertThatThrownBy(() -> AdminPort.address("here")).hasMessage("--admin: \"here\" is neither HOST:PORT nor 0");
        assertThatThrownBy(() -> AdminPort.address("127.0.0.1:70000")).hasMessageContaining("neither");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> AdminPort.start(port.address(), new Metrics(), List::of))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--admin").hasMessageContaining(String.valueOf(port.address().getPort()));
    }
}
