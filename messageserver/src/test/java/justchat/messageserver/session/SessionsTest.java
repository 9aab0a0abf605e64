// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Login;
import justchat.messageserver.model.Presence;
import justchat.messageserver.model.Revocation;
import justchat.messageserver.session.ReaderOutboxTest.FakeChannel;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsTest {
    private static Session session(String user, long instance) {
        return new Session(
                new Presence(user, new Instance(instance, 0), new Address("127.0.0.1", 0), List.of(), new Login(1, 1),
                        "", 0),
                1,
                new FakeChannel(1));
    }

    @Test
    void letsTwoTerminalsOfOneUserInBesideEachOther() {
        var sessions = new Sessions(2);
        sessions.attach(session("elon", 1));
        assertThat(sessions.attach(session("elon", 2))).isEqualTo(new Sessions.Admission.Attached(Optional.empty()));
        assertThat(sessions.count()).isEqualTo(2);
    }

    @Test
    void readsARoomThroughOneOutboxAndStopsTheOneBefore() {
        var session = session("elon", 1);
        var former = new ReaderOutbox(session, "lobby", new CatchUp(() -> {}));
        var next = new ReaderOutbox(session, "lobby", new CatchUp(() -> {}));
        assertThat(session.read(former)).isEmpty();
        assertThat(session.read(next)).contains(former);
        session.stop(former);
        assertThat(session.reading()).containsExactly(next);
        assertThat(List.of(former.isStopped(), next.isStopped())).containsExactly(true, false);
        assertThat(session.stop("lobby")).contains(next);
        assertThat(next.isStopped()).isTrue();
    }

    @Test
    void replacesTheFormerSelfOfAnInstanceAndIgnoresItsGoodbye() {
        var sessions = new Sessions(1);
        var former = session("elon", 1);
        var next = session("elon", 1);
        sessions.attach(former);
        assertThat(sessions.attach(next)).isEqualTo(new Sessions.Admission.Attached(Optional.of(former)));
        sessions.detach(former);
        assertThat(sessions.all()).containsExactly(next);
    }

    @Test
    void givesAnInstanceToNobodyElse() {
        var sessions = new Sessions(2);
        sessions.attach(session("elon", 1));
        assertThat(sessions.attach(session("mallory", 1))).isEqualTo(new Sessions.Admission.Taken());
    }

    @Test
    void isFullAtItsLimit() {
        var sessions = new Sessions(1);
        sessions.attach(session("elon", 1));
        assertThat(sessions.attach(session("tony", 2))).isEqualTo(new Sessions.Admission.Full());
    }

    private static Revocation revocation(String user, long login) {
        return new Revocation(user, Optional.of(new Login(login, login)), OptionalInt.empty(), 1_000,
                "ended elsewhere");
    }

    @Test
    void cutsOffWhoseLoginIsRevokedAndLetsItInNoMore() {
        var sessions = new Sessions(9);
        var elon = session("elon", 1);
        var tony = session("tony", 2);
        sessions.attach(elon);
        sessions.attach(tony);
        sessions.revoke(List.of(revocation("elon", 1)), 0);
        assertThat(((FakeChannel) elon.channel()).ended).isEqualTo("ended elsewhere");
        assertThat(((FakeChannel) elon.channel()).closed).isTrue();
        assertThat(((FakeChannel) tony.channel()).closed).isFalse();
        assertThat(sessions.attach(session("elon", 3))).isEqualTo(new Sessions.Admission.Ended("ended elsewhere"));
    }

    /// Attaching and revoking race; whoever is first, nobody stays.
    @Property(tries = 50)
    void letsNobodySlipInWhileItRevokes(@ForAll long seed) throws InterruptedException {
        var sessions = new Sessions(99);
        var all = Stream.iterate(1, number -> number + 1).limit(40).map(number -> session("elon", number)).toList();
        var attaching = Thread.ofVirtual().start(() -> all.forEach(sessions::attach));
        var revoking = Thread.ofVirtual().start(() -> sessions.revoke(List.of(revocation("elon", 1)), 0));
        attaching.join();
        revoking.join();
        assertThat(sessions.all()).allMatch(session -> ((FakeChannel) session.channel()).closed);
    }

    /// A listener that begins at any time ends up knowing who is here.
    @Property(tries = 200)
    void tellsListenersEveryChangeAfterTheirSnapshot(@ForAll long seed) {
        var random = new Random(seed);
        var sessions = new Sessions(6);
        var known = new ArrayList<Set<Instance>>();
        var live = new ArrayList<Session>();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    var session = session("elon", random.nextInt(8));
                    if (sessions.attach(session) instanceof Sessions.Admission.Attached) {
                        live.add(session);
                    }
                }
                case 2, 3 -> {
                    if (!live.isEmpty()) {
                        sessions.detach(live.get(random.nextInt(live.size())));
                    }
                }
                default -> known.add(listen(sessions));
            }
        }
        var here = Set.copyOf(sessions.all().stream().map(session -> session.presence().instance()).toList());
        assertThat(known).allMatch(here::equals);
    }

    private static Set<Instance> listen(Sessions sessions) {
        Set<Instance> known = new HashSet<>();
        List<Presence> begin = sessions.listen(new Sessions.Listener() {
            @Override
            public void attached(Presence presence) {
                known.add(presence.instance());
            }

            @Override
            public void detached(Instance instance) {
                known.remove(instance);
            }
        });
        begin.forEach(presence -> known.add(presence.instance()));
        return known;
    }

    /// W2: a paste of a thousand lines is let through at once, and what comes after
    /// it is told when to come again.
    @Test
    void allowsABurstAndSaysWhenToComeAgain() {
        var allowance = new Allowance(1_000, 500, 0);
        for (int post = 0; post < 1_000; post++) {
            assertThat(allowance.take(0)).isZero();
        }
        assertThat(allowance.take(0)).isEqualTo(2);
        assertThat(allowance.take(1)).isEqualTo(1);
        assertThat(allowance.take(2)).isZero();
        assertThat(allowance.take(2)).isPositive();
        assertThat(allowance.take(1_000_000)).isZero();
    }

    @Property(tries = 200)
    void neverAllowsMoreThanBurstAndRate(@ForAll long seed) {
        var random = new Random(seed);
        var allowance = new Allowance(10, 100, 0);
        long now = 0;
        int taken = 0;
        for (int step = 0; step < 300; step++) {
            now += random.nextInt(20);
            taken += allowance.take(now) == 0 ? 1 : 0;
        }
        assertThat((long) taken).isLessThanOrEqualTo(10 + now * 100 / 1000 + 1);
    }
}
