// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import justchat.messageserver.model.Order;

/// What a post costs between servers while nothing goes wrong: every exchange as
/// it is encoded, those that carry no entry too.
///
/// @param exchanges
///            for each message that was acknowledged
/// @param bytes
///            the same
record Cost(Order order, int servers, double exchanges, double bytes) {
    private static final int[] SERVERS = {3, 5, 10, 20};
    private static final int CLIENTS = 6;
    private static final long CALM = 10 * World.SECOND;

    /// Each order with more and more servers.
    static List<Cost> table(List<Order> orders) {
        var table = new ArrayList<Cost>();
        for (var order : orders) {
            for (int servers : SERVERS) {
                table.add(of(order, servers));
            }
        }
        return table;
    }

    /// Six clients write in one room for ten seconds, each about eight messages a
    /// second, which tell what their writer has seen.
    private static Cost of(Order order, int servers) {
        var cluster = new Cluster(new Scenario(1, List.of(Scenario.room("one", order)), servers, CLIENTS, 0, CALM),
                Border.HONEST, Optional.empty());
        cluster.run();
        double posts = cluster.judge("one").acknowledged();
        var traffic = cluster.traffic();
        return new Cost(order, servers, traffic.exchanges() / posts, traffic.bytes() / posts);
    }

    /// For people.
    static String text(List<Cost> table) {
        var text = new StringBuilder(String.format("%-10s %8s %17s %13s %17s%n", "order", "servers",
                "messages per post", "bytes per post", "bytes per server"));
        table.forEach(cost -> text.append(String.format(Locale.ROOT, "%-10s %8d %17.1f %13.0f %17.0f%n", cost.order
                .name().toLowerCase(Locale.ROOT), cost.servers, cost.exchanges, cost.bytes,
                cost.bytes
                        / cost.servers)));
        return text.toString();
    }
}
