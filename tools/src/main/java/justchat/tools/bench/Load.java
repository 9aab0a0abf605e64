// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import justchat.tools.cluster.Poll;

/// One run: connections of readers, posters that post as fast as they may, and what came of it. One thread drives it.
final class Load {
    /// Messages that readers may be behind, on average, before posters wait.
    private static final int LAG = 256;
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// @param readers
    ///            connections that read, and are counted
    /// @param probes
    ///            connections besides that read and take the time
    /// @param posters
    ///            connections that post, each at this pace
    record Shape(int readers, int probes, int posters, Poster.Pace pace, Duration warmUp, Duration measured) {}

    /// What was seen while it was measured.
    ///
    /// @param cpuSeconds
    ///            of the processes under test
    /// @param entries
    ///            shown to readers, all together
    /// @param refused
    ///            answers that asked to post again
    /// @param lost
    ///            readers that were cut off
    /// @param sample
    ///            a delivery of one entry
    /// @param ledger
    ///            of the posters; its times are those of the measured part
    /// @param shown
    ///            from when a post was due to when a probe was shown it
    record Result(double seconds, double cpuSeconds, long entries, long frames, long posts, long refused, long lost,
            Optional<byte[]> sample, Ledger ledger, Latencies shown) {
        double entriesPerSecond() {
            return entries / seconds;
        }

        double postsPerSecond() {
            return posts / seconds;
        }

        double cores() {
            return cpuSeconds / seconds;
        }

        double cpuSecondsPerMillion() {
            return entries == 0 ? Double.NaN : cpuSeconds * 1e6 / entries;
        }

        double entriesPerFrame() {
            return frames == 0 ? Double.NaN : (double) entries / frames;
        }
    }

    /// How to get into the system under test.
    interface Venue {
        List<ProcessHandle> processes();

        CompletableFuture<Link> reader(int number, Link.Ear ear);

        /// A poster that has not begun.
        CompletableFuture<Seat> poster(int number, Poster.Pace pace, BooleanSupplier gate, Ledger ledger);
    }

    /// A poster and its connection.
    record Seat(Poster poster, Link link) {}

    private final Venue venue;
    private final Shape shape;
    private final Tally tally = new Tally();
    private final Ledger ledger = new Ledger();
    private final Latencies shown = new Latencies();

    private Load(Venue venue, Shape shape) {
        this.venue = venue;
        this.shape = shape;
    }

    /// @throws IOException
    ///             if not all get in
    static Result run(Venue venue, Shape shape) throws IOException {
        return new Load(venue, shape).run();
    }

    private Result run() throws IOException {
        BooleanSupplier gate = () -> owed() < (long) LAG * shape.readers();
        var links = new ArrayList<Link>();
        try {
            links.addAll(Rig.many(shape.readers(), number -> venue.reader(number, tally)));
            var probe = new Probe(shown);
            links.addAll(Rig.many(shape.probes(), number -> venue.reader(number, probe)));
            var seats = Rig.many(shape.posters(), number -> venue.poster(number, shape.pace(), gate, ledger));
            seats.forEach(seat -> links.add(seat.link()));
            return run(seats);
        } finally {
            links.forEach(Link::close);
        }
    }

    private Result run(List<Seat> seats) {
        seats.forEach(seat -> seat.poster().start(seat.link()));
        pass(shape.warmUp());
        ledger.latencies().clear();
        shown.clear();
        var before = new Moment(venue.processes(), tally, ledger);
        pass(shape.measured());
        var after = new Moment(venue.processes(), tally, ledger);
        long lost = tally.lost();
        seats.forEach(seat -> seat.poster().stop());
        new Poll(GOODBYE, LOOK).until(() -> owed() > 0 ? Optional.empty() : Optional.of(true), Poll.NEVER);
        return new Result((after.nanos - before.nanos) / 1e9, after.cpu.minus(before.cpu).toNanos() / 1e9,
                after.entries - before.entries, after.frames - before.frames, after.posts - before.posts,
                after.refused - before.refused, lost, Optional.ofNullable(tally.sample()), ledger, shown);
    }

    /// Entries that readers are still to be shown.
    private long owed() {
        return ledger.sentCount() * shape.readers() - tally.entries();
    }

    private static void pass(Duration time) {
        new Poll(time, LOOK).until(Optional::empty, Poll.NEVER);
    }

    /// All counters at once.
    private record Moment(long nanos, Duration cpu, long entries, long frames, long posts, long refused) {
        Moment(List<ProcessHandle> processes, Tally tally, Ledger ledger) {
            this(System.nanoTime(), cpu(processes), tally.entries(), tally.frames(), ledger.acknowledgedCount(),
                    ledger.refusedCount());
        }

        private static Duration cpu(List<ProcessHandle> processes) {
            return processes.stream().flatMap(process -> process.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }
}
