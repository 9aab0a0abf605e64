// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/// From the sending of a post to its delivery to a reader, over TLS on loopback
/// and through real disks, all in one JVM: one server, then three with the
/// reader on another one than the author. Prints microseconds.
///
/// `java -cp <test class path> justchat.messageserver.DeliveryBenchmark`
public final class DeliveryBenchmark {
    private static final int WARM_UP = 500;
    private static final int POSTS = 1_000;

    private DeliveryBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        measure("1 server", "ms-1");
        measure("3 servers", "ms-1", "ms-2", "ms-3");
        System.exit(0);
    }

    private static void measure(String title, String... names) throws Exception {
        var directory = Files.createTempDirectory("delivery-benchmark");
        try (var cluster = new TestCluster(directory, 1)) {
            cluster.serve(names);
            var author = cluster.attach("elon", names[0]);
            var reader = cluster.attach("tony", names[names.length - 1]);
            var micros = new long[POSTS];
            for (int post = -WARM_UP; post < POSTS; post++) {
                long begin = System.nanoTime();
                author.say("post " + post);
                int expected = post + WARM_UP + 1;
                while (reader.count() < expected) {
                    Thread.onSpinWait();
                }
                if (post >= 0) {
                    micros[post] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
                }
            }
            Arrays.sort(micros);
            System.out.printf("%s: median %d, p95 %d, p99 %d%n", title, micros[POSTS / 2], micros[POSTS * 95 / 100],
                    micros[POSTS * 99 / 100]);
        } finally {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
