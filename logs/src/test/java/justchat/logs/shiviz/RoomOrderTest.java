// SPDX-License-Identifier: Apache-2.0
package justchat.logs.shiviz;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.logs.clock.VectorClock;

import static org.assertj.core.api.Assertions.assertThat;

/// Each promise broken once, in the log of a small run: two servers, where alice and bob are, and carol, who reads.
class RoomOrderTest {
    private final TreeMap<String, VectorClock> clocks = new TreeMap<>();
    private final TreeMap<String, StringBuilder> logs = new TreeMap<>();

    @Test
    void acceptsWhatFollowsTheRules() {
        run("causal");
        says("carol", "shows room=r entries=1.1:1");
        says("carol", "shows room=r entries=2.1:1,1.1:2");
        assertThat(violations(true)).isEmpty();
    }

    @Test
    void aClientMayBeSentAgainWhatItHas() {
        run("causal");
        says("carol", "shows room=r entries=1.1:1,2.1:1");
        says("carol", "shows room=r entries=1.1:1-2");
        assertThat(violations(true)).isEmpty();
    }

    @Test
    void aServerDeliversEverythingOnce() {
        run("causal");
        says("ms-1", "delivers room=r entries=1.1:1");
        says("ms-1", "delivers room=r entries=1.1:1");
        assertThat(violations(true)).containsExactly(
                "ms-1 event 7 delivers a/1 at 1.1:1 in r again, or after a later one of the same log");
    }

    @Test
    void fifoIsWhatOneAuthorSaidInItsOrder() {
        run("fifo");
        stamped("ms-2", "fifo", "a/3", "2.1:2", "1.1:2");
        says("carol", "shows room=r entries=2.1:1-2,1.1:1");
        assertThat(violations(true)).containsExactly("carol event 2 shows a/1 at 1.1:1 in r after a/3 at 2.1:2, which"
                + " its author said later: FIFO order is broken");
    }

    @Test
    void causalIsNothingBeforeWhatItsAuthorHadBeenShown() {
        run("causal");
        says("carol", "shows room=r entries=2.1:1,1.1:1");
        assertThat(violations(true)).containsExactly("carol event 2 shows a/1 at 1.1:1 in r after b/1 at 2.1:1, whose"
                + " author had been shown it: causal order is broken");
    }

    @Test
    void totalIsTheSamePlaceForAll() {
        run("total");
        says("carol", "shows room=r entries=1.1:1-2,2.1:1");
        assertThat(violations(true)).containsExactly("carol event 2 shows b/1 at 2.1:1 in r after a/2 at 1.1:2, which"
                + " comes later in the room: total order is broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unordered", "fifo"})
    void whatIsNotPromisedIsNotAskedFor(String order) {
        run(order);
        says("carol", "shows room=r entries=2.1:1,1.1:1-2");
        assertThat(violations(true)).isEmpty();
    }

    @Test
    void nobodyIsShownWhatNobodyStamped() {
        run("causal");
        says("carol", "shows room=r entries=1.1:1-3");
        assertThat(violations(true))
                .containsExactly("carol event 2 shows 1.1:3 of r, which nobody stamped before");
        assertThat(violations(false)).as("something may be missing").isEmpty();
    }

    @Test
    void nobodyReceivesWhatNobodySent() {
        run("causal");
        says("ms-1", "receives post room=r message=a/9");
        says("alice", "is stored room=r message=a/2");
        assertThat(violations(true)).containsExactly(
                "alice event 4 is stored a/2 of r, but nobody acknowledges it before",
                "ms-1 event 6 receives post a/9 of r, but nobody posts it before");
    }

    @Test
    void nobodyGetsPrivatelyWhatNobodySent() {
        run("causal");
        says("alice", "sends private request=1 to=carol size=3");
        says("alice", "is received request=1 message=a/p1 to=carol");
        says("alice", "offers file transfer=f1 to=carol");
        clocks.merge("carol", clocks.get("alice"), VectorClock::merge);
        says("carol", "receives private from=alice message=a/p1 size=3");
        says("carol", "receives private from=alice message=a/p1 size=3");
        says("carol", "receives offer from=alice message=a/p2");
        says("carol", "receives private from=zoe message=z/p9");
        assertThat(violations(true)).isEmpty();
        says("alice", "sends private request=2 to=carol size=3");
        says("carol", "receives private from=alice message=a/p3 size=3");
        says("carol", "receives offer from=alice message=a/p4");
        says("carol", "opens letter from=alice message=a/8");
        assertThat(violations(true)).containsExactly(
                "carol event 6 receives private a/p3, but alice sends private no more than 1 times before",
                "carol event 7 receives offer a/p4, but alice offers file no more than 1 times before",
                "carol event 8 opens letter a/8 of @private, but nobody posts it before");
        assertThat(violations(false)).as("something may be missing").isEmpty();
        says("alice", "starts role=client tracing=full");
        says("alice", "traces tracing=off");
        assertThat(violations(true)).as("it may have sent more").isEmpty();
    }

    @Test
    void whatIsSampledMayLackItsCause() {
        run("causal");
        says("ms-3", "starts role=server tracing=1/16");
        says("carol", "shows room=r entries=1.1:1-3");
        assertThat(violations(true)).isEmpty();
    }

    @Test
    void whatAClientSaidAndWasShownWhileItWroteNothingIsNotAskedFor() {
        run("causal");
        says("alice", "starts role=client tracing=full");
        says("alice", "traces tracing=off");
        says("alice", "traces tracing=full");
        says("ms-1", "receives post room=r message=a/9");
        says("carol", "traces tracing=off");
        says("carol", "traces tracing=full");
        says("carol", "shows room=r entries=2.1:1,1.1:1");
        assertThat(violations(true)).isEmpty();
        says("carol", "opens room=r recent=20");
        says("carol", "has opened room=r");
        says("carol", "shows room=r entries=2.1:1,1.1:1");
        assertThat(violations(true)).singleElement().asString().endsWith("causal order is broken");
    }

    @Test
    void whatAClientShowsThatWritesASampleIsNotAskedFor() {
        run("causal");
        says("bob", "starts role=client tracing=1/16");
        says("bob", "opens room=r recent=20");
        says("bob", "has opened room=r");
        clocks.merge("bob", clocks.get("carol"), VectorClock::merge);
        says("bob", "shows room=r entries=2.1:1,1.1:1");
        assertThat(violations(true)).isEmpty();
        says("bob", "shows room=r entries=1.1:3");
        assertThat(violations(true)).singleElement().asString().endsWith("1.1:3 of r, which nobody stamped before");
    }

    @Test
    void whoOpensARoomAnewBeginsAnew() {
        run("causal");
        says("carol", "shows room=r entries=1.1:1,2.1:1");
        says("carol", "opens room=r recent=20");
        says("carol", "has opened room=r");
        says("carol", "shows room=r entries=1.1:1-2,2.1:1");
        assertThat(violations(true)).isEmpty();
    }

    /// alice says a/1 and a/2, bob was shown a/1 when he says b/1; in total order b/1 is between them.
    private void run(String order) {
        says("ms-1", "is registered from=1.1");
        says("ms-2", "is registered from=2.1");
        says("carol", "starts role=client tracing=full");
        says("alice", "posts room=r message=a/1");
        says("alice", "posts room=r message=a/2");
        says("alice", "posts room=r message=a/3");
        stamped("ms-1", order, "a/1", "1.1:1", "");
        stamped("ms-2", order, "b/1", "2.1:1", "1.1:1");
        stamped("ms-1", order, "a/2", "1.1:2", "1.1:1");
        clocks.put("ms-1", clocks.get("ms-1").merge(clocks.get("ms-2")));
    }

    private void stamped(String server, String order, String message, String at, String after) {
        var place = switch (at) {
            case "1.1:1" -> "1:1";
            case "2.1:1" -> "1:2";
            default -> "1:3";
        };
        if (message.startsWith("a")) {
            clocks.merge(server, clocks.get("alice"), VectorClock::merge);
        }
        says(server, "receives post room=r message=" + message);
        says(server, "stamps room=r order=" + order + " message=" + message + " at=" + at + " place=" + place
                + (after.isEmpty() ? "" : " after=" + after) + " user=" + message.charAt(0));
        clocks.merge("carol", clocks.get(server), VectorClock::merge);
    }

    private void says(String process, String text) {
        var clock = clocks.getOrDefault(process, VectorClock.empty()).tick(process);
        clocks.put(process, clock);
        logs.computeIfAbsent(process, _ -> new StringBuilder()).append(process).append(' ').append(clock)
                .append("\nINFO ").append(text).append('\n');
    }

    private List<String> violations(boolean whole) {
        var all = new ArrayList<ProcessLog>();
        logs.forEach((process, text) -> all.add(ProcessLog.parse(process, text.toString())));
        return Check.of(MergedLog.of(all), whole).violations();
    }
}
