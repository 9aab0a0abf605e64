// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.Announcement;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClientSession;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.SharedFile;
import justchat.loadbalancer.model.UserName;
import justchat.loadbalancer.presence.Presence.Located;
import justchat.loadbalancer.presence.Presence.Report;

import static org.assertj.core.api.Assertions.assertThat;

class PresenceTest {
    private static final List<String> USERS = List.of("elon", "tony", "robert");

    private final Presence presence = new Presence();

    @Provide
    Arbitrary<Report> reports() {
        var origins = Arbitraries.integers().between(1, 3).map(number -> ServerOrigin.of(number, 1));
        var sessions = Arbitraries.integers().between(1, 6).map(PresenceTest::session);
        var files = Arbitraries.integers().between(1, 4).map(PresenceTest::file);
        return Combinators.combine(origins, Arbitraries.of(true, false), sessions.list().ofMaxSize(3),
                Arbitraries.integers().between(1, 6).map(PresenceTest::instance).set().ofMaxSize(2),
                files.list().ofMaxSize(2)).as(
                        (origin, complete, attached, detached, told) -> new Report(
                                origin, complete, attached, detached, told, List.of()));
    }

    /// The twin keeps the list of all seats in the order of attachment, and searches it.
    @Property(tries = 500)
    void agreesWithAListOfSeats(@ForAll @Size(max = 30) List<@From("reports") Report> reports) {
        var presence = new Presence();
        List<Located> seats = new ArrayList<>();
        var files = new TreeSet<>(SharedFile.BY_AGE);
        for (var report : reports) {
            presence.report(report);
            if (report.complete()) {
                seats.removeIf(seat -> seat.origin().equals(report.origin()) && report.attached().stream()
                        .noneMatch(kept -> kept.instance().equals(seat.session().instance())));
            }
            for (var session : report.attached()) {
                if (!seats.contains(new Located(session, report.origin()))) {
                    seats.add(new Located(session, report.origin()));
                }
            }
            seats.removeIf(seat -> seat.origin().equals(report.origin())
                    && report.detached().contains(seat.session().instance()));
            files.addAll(report.files());
            check(presence, seats);
            assertThat(presence.files()).containsExactlyElementsOf(files);
        }
        presence.retain(List.of(ServerOrigin.of(1, 1)));
        seats.removeIf(seat -> !seat.origin().equals(ServerOrigin.of(1, 1)));
        check(presence, seats);
    }

    private static void check(Presence presence, List<Located> seats) {
        for (var name : USERS) {
            List<Located> expected = new ArrayList<>();
            for (var seat : seats) {
                if (seat.session().user().display().equals(name)) {
                    expected.removeIf(older -> older.session().instance().equals(seat.session().instance()));
                    expected.add(seat);
                }
            }
            assertThat(presence.locate(UserName.of(name))).isEqualTo(expected);
            assertThat(presence.online().contains(name)).isEqualTo(!expected.isEmpty());
        }
        for (int number = 1; number <= 3; number++) {
            var origin = ServerOrigin.of(number, 1);
            assertThat(presence.sessions(origin))
                    .isEqualTo((int) seats.stream().filter(seat -> seat.origin().equals(origin)).count());
        }
    }

    @Test
    void aGoneServersSessionsVanishAndItsFilesStay() {
        presence.report(
                new Report(ServerOrigin.of(1, 1), true, List.of(session(1)), Set.of(), List.of(file(1)), List.of()));
        presence.retain(List.of());
        assertThat(presence.online()).isEmpty();
        assertThat(presence.files()).containsExactly(file(1));
    }

    @Test
    void afterAFailoverTheNewPlaceCountsAndTheLateGoodbyeOfTheOldOneDoesNot() {
        var old = ServerOrigin.of(1, 1);
        var next = ServerOrigin.of(2, 1);
        presence.report(new Report(old, true, List.of(session(1)), Set.of(), List.of(), List.of()));
        presence.report(new Report(next, false, List.of(session(1)), Set.of(), List.of(), List.of()));
        presence.report(new Report(old, true, List.of(session(1)), Set.of(), List.of(), List.of()));
        assertThat(presence.locate(UserName.of("tony"))).containsExactly(new Located(session(1), next));
        presence.report(new Report(old, false, List.of(), Set.of(instance(1)), List.of(), List.of()));
        assertThat(presence.locate(UserName.of("tony"))).containsExactly(new Located(session(1), next));
    }

    private static Bytes instance(int number) {
        var bytes = new byte[16];
        bytes[0] = (byte) number;
        return Bytes.copyOf(bytes);
    }

    private static ClientSession session(int number) {
        return new ClientSession(UserName.of(USERS.get(number % USERS.size())), instance(number), Optional.empty(),
                List.of(),
                Bytes.copyOf(new byte[16]), "127.0.0.1", "laptop", 1);
    }

    private static SharedFile file(int number) {
        return new SharedFile("file-" + number, number, Bytes.copyOf(new byte[32]), UserName.of("elon"), number,
                new Announcement(new RoomName("lobby"), instance(1), number));
    }
}
