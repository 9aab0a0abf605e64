// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;

import org.apache.thrift.TException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import justchat.tools.cluster.ClusterFailure;
import justchat.wire.Order;

/// `justchat bench cluster`
@Command(name = "cluster", mixinStandardHelpOptions = true, description = "Many servers and clients on this machine, a room of each order: everybody posts, everybody must be shown everything, in the room's order.", footer = {
        "", "Exit code: 0 if all held, 1 if a message was missing or out of order."})
final class ClusterCommand implements Callable<Integer> {
    private static final int SHOWN_COMPLAINTS = 5;

    @Mixin
    private Output output;

    @Option(names = "--servers", defaultValue = "10", paramLabel = "N", description = "Message servers (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(names = "--balancers", defaultValue = "3", paramLabel = "N", description = "Load balancers (default: ${DEFAULT-VALUE}).")
    private int balancers;

    @Option(names = "--clients", defaultValue = "250", paramLabel = "N", description = "Clients, each a user of its own (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--posts", defaultValue = "4", paramLabel = "N", description = "Posts of each in each room, one after another (default: ${DEFAULT-VALUE}).")
    private int posts;

    @Option(names = "--orders", split = ",", defaultValue = "UNORDERED,FIFO,CAUSAL,TOTAL", paramLabel = "ORDER", description = "Orders of the rooms (default: ${DEFAULT-VALUE}).")
    private Order[] orders;

    @Option(names = "--wait", defaultValue = "120", paramLabel = "S", description = "How long everybody may take to be shown everything (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Override
    public Integer call() throws IOException, ClusterFailure, TException {
        var rows = new ArrayList<SequencedMap<String, Object>>();
        var complaints = new ArrayList<String>();
        try (var rig = Rig.start(output.parent(), balancers, servers, output.progress())) {
            // Who creates a room is in it from the start, and need not join: nobody of the crowd.
            var owner = rig.signUp("owner");
            output.progress().show("signing up " + clients + " users");
            var accounts = rig.signUps("user", clients);
            double baseline = Double.NaN;
            for (var order : orders) {
                var name = "bench-" + order.name().toLowerCase(Locale.ROOT);
                rig.createRoom(owner, name, order);
                output.progress().show(name + ": " + clients + " clients join at " + servers + " servers");
                try (var crowd = Crowd.gather(rig, accounts, name, order)) {
                    output.progress().show(name + ": " + clients + " clients post " + posts + " times each");
                    var result = crowd.talk(posts, Duration.ofSeconds(waitSeconds));
                    baseline = Double.isNaN(baseline) ? result.seconds() : baseline;
                    rows.add(row(order, result, baseline));
                    result.complaints().stream().limit(SHOWN_COMPLAINTS)
                            .forEach(what -> complaints.add(name + ": " + what));
                }
            }
        }
        output.print(new Report("cluster", rows, notes(complaints)));
        return complaints.isEmpty() && rows.stream().allMatch(row -> row.get("missing").equals(0L)) ? 0 : 1;
    }

    private List<String> notes(List<String> complaints) {
        var notes = new ArrayList<>(List.of(
                servers + " message servers, " + clients + " clients; each posts " + posts
                        + " texts, the next when it has the receipt of the one before, with what it was shown as dependencies.",
                "seconds: until everybody had been shown everything; x: as a ratio to the first order of the list.",
                "ack and shown: milliseconds from a post to its receipt, and to each reader.",
                "missing: texts not shown, of all readers; broken: readers whose room broke its order."));
        notes.addAll(complaints);
        return notes;
    }

    private static SequencedMap<String, Object> row(Order order, Crowd.Result result, double baseline) {
        var ack = result.acknowledged();
        var shown = result.shown();
        return Report.row("order", order.name().toLowerCase(Locale.ROOT), "posts", result.posts(), "seconds",
                result.seconds(), "x", result.seconds() / baseline, "posts/s", result.posts() / result.seconds(),
                "deliveries/s", shown.count() / result.seconds(), "ack p50", ack.millis(0.5), "ack p99",
                ack.millis(0.99), "shown p50", shown.millis(0.5), "shown p99", shown.millis(0.99), "missing",
                result.missing(), "broken", result.complaints().size());
    }
}
