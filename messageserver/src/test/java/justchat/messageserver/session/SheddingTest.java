// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Login;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Presence;
import justchat.messageserver.session.ReaderOutboxTest.FakeChannel;

import static org.assertj.core.api.Assertions.assertThat;

class SheddingTest {
    private static final Address SOMEWHERE = new Address("127.0.0.1", 1);
    private static final Member TARGET = new Member(new Origin(2, 1), "ms-2", SOMEWHERE, SOMEWHERE, 0);

    private final Sessions sessions = new Sessions(100);
    private final Shedding shedding = new Shedding(sessions);

    private Session attach(long instance, long sinceMillis) {
        var session = new Session(new Presence("user-" + instance, new Instance(instance, 0), SOMEWHERE, List.of(),
                new Login(1, 1), "", sinceMillis), 1, new FakeChannel(1));
        sessions.attach(session);
        return session;
    }

    private static FakeChannel channel(Session session) {
        return (FakeChannel) session.channel();
    }

    @Test
    void asksThoseWhoHaveBeenHereLongest() {
        var young = attach(1, 300);
        var old = attach(2, 100);
        var older = attach(3, 50);
        assertThat(shedding.shed(2, TARGET, 1_500, false, 0)).isEqualTo(2);
        assertThat(channel(old).moves).containsExactly("ms-2");
        assertThat(channel(older).moves).containsExactly("ms-2");
        assertThat(channel(young).moves).isEmpty();
    }

    @Test
    void asksNobodyTwiceWhileItMayStillGo() {
        var one = attach(1, 1);
        shedding.shed(1, TARGET, 1_500, false, 0);
        assertThat(shedding.shed(1, TARGET, 1_500, false, 1_500)).isZero();
        assertThat(shedding.shed(1, TARGET, 1_500, false, 1_500 + Moves.AGAIN_MILLIS)).isEqualTo(1);
        assertThat(channel(one).moves).hasSize(2);
    }

    @Test
    void whoCannotBeToldIsAskedNextTime() {
        var one = attach(1, 1);
        channel(one).deaf = true;
        assertThat(shedding.shed(1, TARGET, 1_500, false, 0)).isZero();
        channel(one).deaf = false;
        assertThat(shedding.shed(1, TARGET, 1_500, false, 2_000)).isEqualTo(1);
    }

    /// However often it was asked in between.
    @Test
    void cutsOffWhoDoesNotListenWhileItIsDrainedAndOnlyThen() {
        var stubborn = attach(1, 1);
        long now = 0;
        for (; now < 100_000; now += 2_000) {
            shedding.shed(1, TARGET, 1_500, false, now);
        }
        assertThat(channel(stubborn).closed).as("fair shares are not worth a cut").isFalse();
        var other = attach(2, 2);
        long asked = now;
        for (; now < asked + 1_500 + Moves.GRACE_MILLIS; now += 500) {
            shedding.shed(2, TARGET, 1_500, true, now);
            assertThat(channel(other).closed).isFalse();
        }
        shedding.shed(2, TARGET, 1_500, true, now);
        assertThat(channel(stubborn).closed).isTrue();
        assertThat(channel(other).closed).isTrue();
    }

    @Test
    void takesNumbersThatMakeNoSenseAsNearlyAsItCan() {
        attach(1, 1);
        assertThat(shedding.shed(-5, TARGET, -1, false, 0)).isZero();
        assertThat(shedding.shed(Integer.MAX_VALUE, TARGET, Integer.MAX_VALUE, false, 0)).isEqualTo(1);
    }

    /// A session that goes is the youngest where it arrives: with two servers that hand each other sessions at random,
    /// nobody is asked again before all who are there as long have been.
    @Property(tries = 50)
    void nobodyMovesTwiceBeforeTheOthersHere(@ForAll long seed) {
        var random = new Random(seed);
        var moves = new Moves();
        var here = new ArrayList<Session>();
        for (long instance = 0; instance < 20; instance++) {
            here.add(new Session(new Presence("u", new Instance(instance, 0), SOMEWHERE, List.of(), new Login(1,
                    1), "", instance), 1, new FakeChannel(1)));
        }
        var moved = new HashSet<Instance>();
        long now = 100;
        while (moved.size() < 20) {
            now += 10_000;
            var picked = moves.pick(here, 1 + random.nextInt(3), 0, now);
            for (var session : List.copyOf(picked)) {
                here.remove(session);
                if (moved.size() < 20) {
                    assertThat(moved.add(session.presence().instance())).as("moved twice").isTrue();
                }
                // It comes back later, as it may.
                here.add(new Session(
                        new Presence("u", session.presence().instance(), SOMEWHERE, List.of(), new Login(1, 1), "",
                                now),
                        1,
                        new FakeChannel(1)));
            }
        }
    }
}
