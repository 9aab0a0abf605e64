// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import justchat.tools.cluster.Poll;

/// One run of the fan-out: connections of readers, posters that post as fast as they may, and what came of it. One thread
/// drives it.
final class FanoutRun {
    /// Messages that a reader may be behind before posters wait.
    private static final int LAG = 256;
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// @param readers
    ///            connections that read
    /// @param senders
    ///            connections that post, each at this pace
    record Shape(int readers, int senders, Poster.Pace pace, Duration warmUp, Duration measured) {}

    /// What was seen while it was measured.
    ///
    /// @param cpuSeconds
    ///            of the process under test
    /// @param entries
    ///            shown to readers, all together
    record Result(double seconds, double cpuSeconds, long entries, long frames, long bytes, long posts, long refused,
            long lost, Optional<byte[]> sample) {
        double entriesPerSecond() {
            return entries / seconds;
        }

        double cpuSecondsPerMillion() {
            return entries == 0 ? Double.NaN : cpuSeconds * 1e6 / entries;
        }
    }

    /// How to get into the system under test.
    interface Venue {
        ProcessHandle process();

        CompletableFuture<Link> reader(Link.Ear ear);

        /// A poster that has not begun.
        CompletableFuture<Seat> poster(Poster.Pace pace, Poster.Shared shared);
    }

    /// A poster and its connection.
    record Seat(Poster poster, Link link) {}

    private FanoutRun() {}

    static Result run(Venue venue, Shape shape) throws IOException {
        var tally = new Tally();
        var sent = new LongAdder();
        var acknowledged = new LongAdder();
        var refused = new LongAdder();
        BooleanSupplier gate = () -> sent.sum() * shape.readers() - tally.entries() < (long) LAG * shape.readers();
        var shared = new Poster.Shared(gate, sent, acknowledged, refused);
        var readers = Rig.many(shape.readers(), _ -> venue.reader(tally));
        List<Seat> seats = Rig.many(shape.senders(), _ -> venue.poster(shape.pace(), shared));
        try {
            seats.forEach(seat -> seat.poster().start(seat.link()));
            pass(shape.warmUp());
            var before = new Moment(venue.process(), tally, acknowledged, refused);
            pass(shape.measured());
            var after = new Moment(venue.process(), tally, acknowledged, refused);
            seats.forEach(seat -> seat.poster().stop());
            new Poll(GOODBYE, LOOK).until(() -> tally.entries() < sent.sum() * shape.readers()
                    ? Optional.empty()
                    : Optional.of(true), Poll.NEVER);
            return after.since(before, tally);
        } finally {
            var links = new ArrayList<>(readers);
            seats.forEach(seat -> links.add(seat.link()));
            links.forEach(Link::close);
        }
    }

    private static void pass(Duration time) {
        new Poll(time, LOOK).until(Optional::empty, Poll.NEVER);
    }

    /// All counters at once.
    private record Moment(long nanos, Duration cpu, long entries, long frames, long bytes, long posts, long refused) {
        Moment(ProcessHandle process, Tally tally, LongAdder acknowledged, LongAdder refused) {
            this(System.nanoTime(), process.info().totalCpuDuration().orElse(Duration.ZERO), tally.entries(),
                    tally.frames(), tally.bytes(), acknowledged.sum(), refused.sum());
        }

        Result since(Moment before, Tally tally) {
            return new Result((nanos - before.nanos) / 1e9, cpu.minus(before.cpu).toNanos() / 1e9,
                    entries - before.entries, frames - before.frames, bytes - before.bytes, posts - before.posts,
                    refused - before.refused, tally.lost(), Optional.ofNullable(tally.sample()));
        }
    }
}
