// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ClusterFailure;

/// `justchat bench private`
@Command(name = "private", mixinStandardHelpOptions = true, description = "Private messages from one client to another, directly: how long from Enter to the other's screen.", footer = {
        "", "The baseline is what is said in a room, by the same client to the same other, in turn with the former."})
final class PrivateCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ROOM = "in the lobby";
    private static final String DIRECT = "private, direct";

    @Mixin
    private Output output;

    @Option(names = "--messages", defaultValue = "300", paramLabel = "N", description = "How many of each kind (default: ${DEFAULT-VALUE}).")
    private int messages;

    @Option(names = "--warm-up", defaultValue = "200", paramLabel = "N", description = "How many of each before them, not counted (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Override
    public Integer call() throws IOException, ClusterFailure {
        var room = new Latencies();
        var direct = new Latencies();
        try (var rig = Rig.start(output.parent(), 1, 3, output.progress());
                var sender = ChatProcess.start(rig.cluster(), ChatProcess.Account.fresh("sender"));
                var receiver = ChatProcess.start(rig.cluster(), ChatProcess.Account.fresh("receiver"))) {
            sender.await("welcome sender", PATIENCE);
            receiver.await("welcome receiver", PATIENCE);
            for (int number = 1; number <= warmUp + messages; number++) {
                if (number == warmUp + 1) {
                    room.clear();
                    direct.clear();
                }
                room.add(nanos(sender, receiver, "said " + number, "said " + number));
                direct.add(nanos(sender, receiver, "#message #receiver #whispered " + number, "whispered " + number));
                if (number % 50 == 0) {
                    output.progress().show(number + " of " + (warmUp + messages));
                }
            }
        }
        output.print(new Report("private", List.of(row(ROOM, room, room), row(DIRECT, direct, room)), List.of(
                messages + " of each in turn, one at a time, after " + warmUp + " that are not counted.",
                "From the line that is typed to the line that the other prints; one balancer, three servers, two clients.")));
        return 0;
    }

    private static SequencedMap<String, Object> row(String way, Latencies found, Latencies baseline) {
        return Report.row("way", way, "p50 ms", found.millis(0.5), "p95 ms", found.millis(0.95), "p99 ms", found.millis(
                0.99), "x p50", found.millis(0.5) / baseline.millis(0.5));
    }

    private static long nanos(ChatProcess sender, ChatProcess receiver, String typed, String shown) {
        var mark = receiver.transcript().mark();
        var begun = sender.type(typed);
        return receiver.transcript().await(mark, shown, line -> line.endsWith(shown), PATIENCE).atNanos() - begun;
    }
}
