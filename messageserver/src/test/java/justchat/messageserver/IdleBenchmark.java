// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;

import justchat.wire.Open;
import justchat.wire.Order;

/// What it costs to have many rooms in which nothing happens, over TLS on loopback
/// and real disks, all in one JVM: memory of a room, processor time of all of them.
///
/// `java -cp <test class path> justchat.messageserver.IdleBenchmark [servers] [rooms]`
public final class IdleBenchmark {
    private static final int MEASURED_MILLIS = 10_000;

    private IdleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int servers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int rooms = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
        var directory = Files.createTempDirectory("idle-benchmark");
        try (var cluster = new TestCluster(directory, 1)) {
            cluster.serve(IntStream.rangeClosed(1, servers).mapToObj(number -> "ms-" + number).toArray(String[]::new));
            measure(cluster, "1 room");
            long before = heapBytes();
            long begin = System.nanoTime();
            cluster.book.createAll(IntStream.rangeClosed(1, rooms).mapToObj(number -> "room-" + number).toList(),
                    Order.CAUSAL, "elon");
            var reader = cluster.attach("elon", "ms-" + servers);
            reader.server().open(new Open("room-" + rooms).setSeen(java.util.List.of()));
            reader.say("room-" + rooms, "hello");
            System.out.printf("%d rooms open after %d ms%n", rooms, (System.nanoTime() - begin) / 1_000_000);
            TestCluster.await("all sleep", () -> cluster.servers.values().stream().allMatch(server -> server
                    .roomsAwake() == 0));
            System.out.printf("all asleep after %d ms; %d bytes of heap per room and server%n", (System.nanoTime()
                    - begin) / 1_000_000, (heapBytes() - before) / rooms / servers);
            measure(cluster, rooms + " rooms");
        } finally {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private static void measure(TestCluster cluster, String title) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        TestCluster.pause(MEASURED_MILLIS);
        System.out.printf("%s on %d servers: %.1f %% of a processor, for all together%n", title, cluster.servers
                .size(), (system.getProcessCpuTime() - cpu) / 1e4 / MEASURED_MILLIS);
    }

    private static long heapBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
