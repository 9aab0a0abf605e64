// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Address;
import justchat.messageserver.model.Deployment;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.Login;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Presence;
import justchat.messageserver.model.Standing;
import justchat.messageserver.model.View;
import justchat.messageserver.model.Vitals;

import static org.assertj.core.api.Assertions.assertThat;

/// The pure parts: what is told to balancers, what is heard of other servers,
/// how late we are, where we stand.
class BoardsTest {
    private static final Address SOMEWHERE = new Address("127.0.0.1", 1);

    private static Presence presence(long instance) {
        return new Presence("elon", new Instance(instance, 0), SOMEWHERE, List.of(), new Login(1, 1), "", 0);
    }

    private static Member member(int server) {
        return new Member(new Origin(server, 1), "ms-" + server, SOMEWHERE, SOMEWHERE, 0);
    }

    private static View view(long number, Member... members) {
        return new View(number, List.of(members), List.of());
    }

    private static Vitals vitals(int server, int sessions) {
        return new Vitals(new Origin(server, 1), 1, sessions, 0, 0, 0, List.of());
    }

    /// Whatever happens while the balancer is told bit by bit, in the end it knows
    /// who is here.
    @Property(tries = 300)
    void tellsABalancerWhatItLacksUntilItKnowsAll(@ForAll long seed) {
        var random = new Random(seed);
        var news = new News();
        Set<Instance> here = new HashSet<>();
        Set<Instance> known = new HashSet<>(Set.of(new Instance(99, 0)));
        news.restart(List.of());
        for (int step = 0; step < 200; step++) {
            var presence = presence(random.nextInt(10));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    here.add(presence.instance());
                    news.attached(presence);
                }
                case 2, 3 -> {
                    here.remove(presence.instance());
                    news.detached(presence.instance());
                }
                case 4 -> hear(news.take(), known);
                default -> {
                    known.add(new Instance(98, 0));
                    news.clear();
                    var snapshot = here.stream().map(instance -> presence(instance.high())).toList();
                    // It changes before it is handed over.
                    here.add(presence.instance());
                    news.attached(presence);
                    var gone = new Instance(random.nextInt(10), 0);
                    here.remove(gone);
                    news.detached(gone);
                    news.restart(snapshot);
                }
            }
        }
        while (!news.isEmpty()) {
            hear(news.take(), known);
        }
        assertThat(known).isEqualTo(here);
    }

    private static void hear(News.Part part, Set<Instance> known) {
        if (part.complete()) {
            known.clear();
        }
        part.attached().forEach(presence -> known.add(presence.instance()));
        part.detached().forEach(known::remove);
    }

    @Test
    void dividesWhatIsTooMuchForOneReport() {
        var news = new News();
        var all = new ArrayList<Presence>();
        for (int instance = 0; instance < 2_500; instance++) {
            all.add(presence(instance));
        }
        news.restart(all);
        var sizes = new ArrayList<Integer>();
        while (!news.isEmpty()) {
            var part = news.take();
            assertThat(part.complete()).isEqualTo(sizes.isEmpty());
            sizes.add(part.attached().size());
        }
        assertThat(sizes).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void countsTheSessionsOfServersThatAreHeard() {
        var fleet = new Fleet();
        var view = view(1, member(1), member(2), member(3));
        fleet.heard(vitals(1, 100), 0);
        fleet.heard(vitals(2, 5), 0);
        fleet.heard(vitals(3, 7), 500);
        assertThat(fleet.sessions(view, new Origin(1, 1), 600)).isEqualTo(12);
        assertThat(fleet.sessions(view, new Origin(1, 1), Fleet.SILENT_MILLIS + 1)).isEqualTo(7);
        fleet.follow(view(2, member(1), member(2)));
        assertThat(fleet.sessions(view, new Origin(1, 1), 600)).isEqualTo(5);
    }

    @Test
    void namesThoseThatWereHeardLatelyTheNextOnesFirst() {
        var fleet = new Fleet();
        var view = view(1, member(1), member(2), member(3), member(4));
        fleet.heard(vitals(1, 0), 100);
        fleet.heard(vitals(3, 0), 0);
        fleet.heard(vitals(4, 0), 100);
        assertThat(fleet.hears(view, new Origin(2, 1), 500)).containsExactly(3, 4, 1);
        assertThat(fleet.hears(view, new Origin(2, 1), 501)).containsExactly(4, 1);
        assertThat(fleet.hears(view(2, member(4)), new Origin(2, 1), 501)).containsExactly(4);
    }

    @Test
    void namesNoMoreThanAHeartbeatHolds() {
        var fleet = new Fleet();
        var members = IntStream.rangeClosed(1, 70).mapToObj(BoardsTest::member).toArray(Member[]::new);
        for (int server = 1; server <= 70; server++) {
            fleet.heard(vitals(server, 0), 0);
        }
        assertThat(fleet.hears(view(1, members), new Origin(60, 1), 0)).hasSize(Vitals.MAX_HEARS).contains(61, 70, 1)
                .doesNotContain(59);
    }

    @Test
    void countsWhatAProcessUsedOfAllCores() {
        var cpu = new CpuShare(2, 500, 1_000);
        assertThat(cpu.permille(1_500, 2_000)).as("one of two cores").isEqualTo(500);
        assertThat(cpu.permille(1_500, 3_000)).isZero();
        assertThat(cpu.permille(9_500, 4_000)).as("a coarse clock may say too much").isEqualTo(1_000);
        assertThat(cpu.permille(-1, 5_000)).as("the system does not say").isZero();
    }

    @Test
    void saysOnceThatAServerIsSilentAndOnceThatItIsHeardAgain() {
        var fleet = new Fleet();
        var view = view(1, member(2));
        assertThat(fleet.heard(vitals(2, 0), 0)).isTrue();
        assertThat(fleet.heard(vitals(2, 0), 20)).isFalse();
        assertThat(fleet.fallenSilent(view, 900)).isEmpty();
        assertThat(fleet.fallenSilent(view, 1_100)).containsExactly(member(2));
        assertThat(fleet.fallenSilent(view, 1_200)).isEmpty();
        assertThat(fleet.heard(vitals(2, 0), 1_300)).isTrue();
    }

    @Test
    void remembersTheWorstLatenessForASecond() {
        var lateness = new Lateness(20, 0);
        assertThat(lateness.ran(20)).isZero();
        assertThat(lateness.ran(140)).isEqualTo(100);
        for (long now = 160; now <= 1_000; now += 20) {
            assertThat(lateness.ran(now)).isEqualTo(100);
        }
        for (long now = 1_020; now <= 1_200; now += 20) {
            lateness.ran(now);
        }
        assertThat(lateness.ran(1_220)).isZero();
    }

    @Test
    void believesTheNewestViewWhateverTheOrder() {
        var told = new ArrayList<Standing>();
        var membership = new Membership("ms-1", told::add);
        membership.registered(new Origin(1, 1), new Deployment(view(3, member(1)), List.of()));
        membership.heard(new Deployment(view(2), List.of()));
        membership.heard(new Deployment(view(3), List.of()));
        assertThat(membership.standing().isOutside()).isFalse();
        membership.heard(new Deployment(view(4, member(2)), List.of()));
        assertThat(membership.standing().isOutside()).isTrue();
        assertThat(told).extracting(standing -> standing.deployment().view().number()).containsExactly(3L, 4L);
    }

    @Property(tries = 100)
    void waitsLongerEachTimeUpToItsLimit(@ForAll long seed) {
        var backoff = new Backoff(100, 2_000, new Random(seed));
        assertThat(backoff.next()).isBetween(50, 100);
        assertThat(backoff.next()).isBetween(100, 200);
        for (int time = 0; time < 10; time++) {
            assertThat(backoff.next()).isBetween(200, 2_000);
        }
        assertThat(backoff.next()).isBetween(1_000, 2_000);
        backoff.reset();
        assertThat(backoff.next()).isBetween(50, 100);
    }
}
