// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a transfer moves: bytes per second over its last five seconds, so that
/// neither what was there before nor a pause long ago counts. Pure; owned by its
/// [Transfer]. At most 64 samples.
final class Rate {
    private static final long WINDOW_MILLIS = 5_000;
    private static final long SHORTEST_MILLIS = 200;
    private static final int SAMPLES = 64;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long done, Now at) {}

    void at(long done, Now now) {
        if (!samples.isEmpty() && done < samples.getLast().done) {
            samples.clear();
        }
        samples.add(new Sample(done, now));
        forget(now);
    }

    /// It starts anew from here: what is there already did not move now.
    void reset() {
        samples.clear();
    }

    /// 0 until there is a figure.
    long bytesPerSecond(Now now) {
        forget(now);
        if (samples.isEmpty()) {
            return 0;
        }
        var first = samples.getFirst();
        var millis = now.millisSince(first.at);
        return millis < SHORTEST_MILLIS ? 0 : (samples.getLast().done - first.done) * 1000 / millis;
    }

    /// One that is older than the window stays: the figure is since then.
    private void forget(Now now) {
        while (samples.size() > SAMPLES || samples.size() > 1 && isOld(second(), now)) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        var both = samples.iterator();
        both.next();
        return both.next();
    }

    private static boolean isOld(Sample sample, Now now) {
        return now.isAfter(sample.at, WINDOW_MILLIS);
    }
}
