// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.View;

import static org.assertj.core.api.Assertions.assertThat;

/// Who speaks at once, and that nobody waits for long for those who do not.
class HeraldsTest {
    private static final int COPIES = RoomCore.DEFAULT_COPIES;

    private static Origin origin(int server) {
        return new Origin(server, 1);
    }

    private static View view(int servers) {
        return new View(1, IntStream.rangeClosed(1, servers).mapToObj(server -> Members.member(origin(server)))
                .toList(), List.of());
    }

    private static Heralds heralds(int self, int servers) {
        return new Heralds(new Membership(origin(self), view(servers), COPIES));
    }

    @Test
    void everybodyChoosesTheSameHeraldsAndNobodyIsTheHeraldOfItsOwnLog() {
        for (int log = 1; log <= 9; log++) {
            var chosen = heralds(1, 9).of(origin(log));
            assertThat(chosen).hasSize(COPIES).doesNotContain(origin(log));
            for (int other = 2; other <= 9; other++) {
                assertThat(heralds(other, 9).of(origin(log))).isEqualTo(chosen);
            }
        }
    }

    @Test
    void amongFewServersAllOthersAreHeralds() {
        assertThat(heralds(1, 1).of(origin(1))).isEmpty();
        assertThat(heralds(1, 3).of(origin(1))).containsExactlyInAnyOrder(origin(2), origin(3));
    }

    @Test
    void whatTheViewChangesChangesTheHeralds() {
        var membership = new Membership(origin(1), view(9), COPIES);
        var heralds = new Heralds(membership);
        var before = heralds.of(origin(1));
        var left = view(9).members().stream().filter(member -> !before.contains(member.origin())).toList();
        membership.change(origin(1), new View(2, left, List.of()));

        assertThat(heralds.of(origin(1))).hasSize(COPIES).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aHeraldSpeaksToAllTheLogsServerToTheHeraldsTheRestToNobody() {
        var chosen = heralds(1, 9).of(origin(1));
        for (int self = 1; self <= 9; self++) {
            for (int peer = 1; peer <= 9; peer++) {
                boolean awaited = heralds(self, 9).isAwaited(new OriginLog(origin(1)), origin(peer));
                assertThat(awaited).isEqualTo(chosen.contains(origin(self)) || self == 1 && chosen.contains(origin(
                        peer)));
            }
        }
    }

    @Property(tries = 50)
    void aPostAmongManyServersCostsAboutFourMessagesForEachOther(@ForAll long seed,
            @ForAll @IntRange(min = 5, max = 16) int servers) {
        var mesh = new Mesh(view(servers), new Random(seed));
        mesh.link();
        mesh.sent = 0;
        mesh.post(origin(1));
        mesh.settle();

        assertThat(mesh.shown(1)).isEqualTo(mesh.living());
        assertThat(mesh.sent).isLessThanOrEqualTo((1 + COPIES) * (servers - 1) + COPIES);
    }

    /// Nobody knows yet that it is dead.
    @Property(tries = 100)
    void nobodyWaitsBecauseOneIsDead(@ForAll long seed, @ForAll @IntRange(min = 4, max = 9) int servers) {
        var random = new Random(seed);
        var mesh = new Mesh(view(servers), random);
        mesh.link();
        mesh.kill(origin(2 + random.nextInt(servers - 1)));
        for (int posts = 1; posts <= 3; posts++) {
            mesh.post(origin(1));
            mesh.settle();
            assertThat(mesh.shown(posts)).isEqualTo(mesh.living());
        }
    }

    /// As many as may be, if there are to be enough copies.
    @Property(tries = 200)
    void ifSeveralAreDeadEverybodySpeaksAtTheSecondTickAndThenAtOnce(@ForAll long seed,
            @ForAll @IntRange(min = 5, max = 9) int servers) {
        var random = new Random(seed);
        var mesh = new Mesh(view(servers), random);
        mesh.link();
        var others = new ArrayList<>(IntStream.rangeClosed(2, servers).boxed().toList());
        while (others.size() + 1 > COPIES) {
            mesh.kill(origin(others.remove(random.nextInt(others.size()))));
        }
        mesh.post(origin(1));
        mesh.settle();
        mesh.tick();
        mesh.tick();
        assertThat(mesh.shown(1)).isEqualTo(mesh.living());
        mesh.post(origin(1));
        mesh.settle();
        assertThat(mesh.shown(2)).isEqualTo(mesh.living());
    }

    /// Everybody still hears as many as it takes to count the copies, but perhaps not
    /// the writer, nor a herald.
    @Property(tries = 200)
    void whateverLinksAreCutAllIsShownInTimeAndThenThereIsQuiet(@ForAll long seed,
            @ForAll @IntRange(min = 5, max = 8) int servers) {
        var random = new Random(seed);
        var mesh = new Mesh(view(servers), random);
        mesh.link();
        var left = new int[servers + 1];
        for (int tries = 0; tries < servers * servers; tries++) {
            int one = 1 + random.nextInt(servers);
            int other = 1 + random.nextInt(servers);
            int mostCut = servers - 1 - Math.max(COPIES, servers / 2);
            if (one != other && left[one] < mostCut && left[other] < mostCut && mesh.cut(origin(one), origin(other))) {
                left[one]++;
                left[other]++;
            }
        }
        mesh.post(origin(1));
        for (long passed = 0; passed < 3 * Peer.HAVE_MILLIS; passed += RoomCore.TICK_MILLIS) {
            mesh.tick();
        }
        assertThat(mesh.shown(1)).isEqualTo(mesh.living());
        assertThat(mesh.quiet()).isEmpty();
        for (long passed = 0; passed < 2 * Peer.CALM_MILLIS; passed += RoomCore.TICK_MILLIS) {
            mesh.tick();
        }
        assertThat(mesh.quiet()).isEqualTo(new HashSet<>(mesh.living()));
    }
}
