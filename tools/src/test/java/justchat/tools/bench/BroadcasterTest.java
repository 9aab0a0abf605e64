// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;

import justchat.wire.Delivery;
import justchat.wire.Entry;
import justchat.wire.MessageId;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Reader;

import static org.assertj.core.api.Assertions.assertThat;

/// The load and its baseline, both in this JVM.
class BroadcasterTest {
    @Test
    void everyReaderIsSentWhatAnybodyPostsAndTheFiguresAddUp() throws IOException {
        try (var broadcaster = Broadcaster.start(0, Optional.empty())) {
            var result = Load.run(new Bare(broadcaster.port()), new Load.Shape(5, 1, 2, new Poster.Pace(4, 100),
                    Duration.ofMillis(200), Duration.ofMillis(1_500)));
            assertThat(result.posts()).as("of two posters, a hundred a second each").isBetween(1L, 400L);
            assertThat(result.entries()).isPositive();
            assertThat(result.entriesPerFrame()).isEqualTo(1);
            assertThat(result.shown().count()).isPositive();
            assertThat(result.shown().millis(0.5)).isPositive();
            assertThat(result.ledger().latencies().millis(0.5)).isPositive();
            assertThat(result.lost()).isZero();
            assertThat(result.sample()).isPresent();
        }
    }

    @Test
    void withoutARateThePostersAreHeldByTheirReaders() throws IOException {
        try (var broadcaster = Broadcaster.start(0, Optional.empty())) {
            var result = Load.run(new Bare(broadcaster.port()), new Load.Shape(3, 0, 1, new Poster.Pace(64, 0),
                    Duration.ZERO, Duration.ofSeconds(2)));
            assertThat(result.posts()).isPositive();
            assertThat(result.ledger().sentCount()).isGreaterThanOrEqualTo(result.posts());
        }
    }

    /// A [Broadcaster] of this JVM.
    private record Bare(int port) implements Load.Venue {
        @Override
        public List<ProcessHandle> processes() {
            return List.of(ProcessHandle.current());
        }

        private CompletableFuture<Link> connect(Link.Ear ear) {
            return Link.connect(new InetSocketAddress("127.0.0.1", port), Optional.empty(), ear);
        }

        @Override
        public CompletableFuture<Link> reader(int number, Link.Ear ear) {
            return connect(ear);
        }

        @Override
        public CompletableFuture<Load.Seat> poster(int number, Poster.Pace pace, BooleanSupplier gate, Ledger ledger) {
            var poster = new Poster((sequence, due) -> Broadcaster.post(sequence, frame(due)), pace, gate, ledger);
            return connect(poster).thenApply(link -> new Load.Seat(poster, link));
        }

        private static byte[] frame(long due) {
            var entry = new Entry(new Origin(1, 1), 1, new MessageId(ByteBuffer.allocate(16), 1), "ann", List.of(), 0,
                    Payload.text(Probe.text(due, 40)), 1, 0);
            return Frames.of("deliver", TMessageType.ONEWAY, 0,
                    new Reader.deliver_args(new Delivery("lobby", List.of(entry))));
        }
    }
}
