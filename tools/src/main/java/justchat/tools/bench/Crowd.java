// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import justchat.tools.cluster.Poll;
import justchat.wire.MessageId;
import justchat.wire.Order;

/// Many clients in one room, spread over the servers: each joins, reads, posts a few texts one after another, and holds
/// all that it is shown against the room's order. One thread drives it.
final class Crowd implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Order order;
    private final List<Witness> witnesses;
    private final Latencies acknowledged;
    private final Latencies shown;

    /// What came of it.
    ///
    /// @param seconds
    ///            from the first post until everybody had been shown everything
    /// @param missing
    ///            texts that readers were not shown, all together
    /// @param complaints
    ///            what broke the room's order, at most a few
    record Result(double seconds, long posts, long missing, List<String> complaints, Latencies acknowledged,
            Latencies shown) {}

    private Crowd(Order order, List<Witness> witnesses, Latencies acknowledged, Latencies shown) {
        this.order = order;
        this.witnesses = witnesses;
        this.acknowledged = acknowledged;
        this.shown = shown;
    }

    /// Everybody joins the room and begins to read.
    ///
    /// @throws IOException
    ///             if not everybody gets in
    static Crowd gather(Rig rig, List<Rig.Account> accounts, String room, Order order) throws IOException {
        var acknowledged = new Latencies();
        var shown = new Latencies();
        var witnesses = Rig.many(accounts.size(), number -> join(rig, accounts.get(number), number,
                new Witness(room, order, acknowledged, shown)));
        return new Crowd(order, witnesses, acknowledged, shown);
    }

    private static CompletableFuture<Witness> join(Rig rig, Rig.Account account, int number, Witness witness) {
        return rig.attach(number, account.ticket(), witness).thenCompose(witness::enter);
    }

    /// Everybody posts so many texts.
    Result talk(int texts, Duration patience) {
        long begun = System.nanoTime();
        witnesses.forEach(witness -> witness.talk(texts));
        int all = witnesses.size() * texts;
        new Poll(patience, LOOK).until(() -> missing(all) > 0 ? Optional.empty() : Optional.of(true), Poll.NEVER);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Result(seconds, all, missing(all), complaints(), acknowledged, shown);
    }

    private long missing(int all) {
        return witnesses.stream().mapToLong(witness -> all - witness.texts()).sum();
    }

    private List<String> complaints() {
        var complaints = new ArrayList<String>();
        witnesses.forEach(witness -> witness.complaint().ifPresent(complaints::add));
        if (order == Order.TOTAL) {
            List<MessageId> first = witnesses.getFirst().order();
            witnesses.stream().filter(witness -> !witness.order().equals(first)).findFirst()
                    .ifPresent(_ -> complaints.add("two readers were shown the same texts in different orders"));
        }
        return complaints;
    }

    @Override
    public void close() {
        witnesses.forEach(Witness::leave);
    }
}
