// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RevocationsTest {
    private static Revocation ofLogin(String user, long login, long untilMillis) {
        return new Revocation(user, Optional.of(new Login(login, 0)), OptionalInt.empty(), untilMillis, "ended");
    }

    private static Revocation ofGeneration(String user, int generation, Optional<Login> but, long untilMillis) {
        return new Revocation(user, but, OptionalInt.of(generation), untilMillis, "changed");
    }

    @Test
    void aRevokedLoginIsOverAndNoOther() {
        var revocations = Revocations.NONE.with(List.of(ofLogin("elon", 7, 100)), 0);
        assertThat(revocations.sentence("elon", new Login(7, 0), 1)).contains("ended");
        assertThat(revocations.sentence("elon", new Login(8, 0), 1)).isEmpty();
        assertThat(revocations.sentence("tony", new Login(7, 0), 1)).isEmpty();
    }

    @Test
    void aNewPasswordEndsAllOlderTicketsButThoseOfWhoChangedIt() {
        var revocations = Revocations.NONE.with(List.of(ofGeneration("elon", 3, Optional.of(new Login(7, 0)), 100)), 0);
        assertThat(revocations.sentence("elon", new Login(7, 0), 2)).isEmpty();
        assertThat(revocations.sentence("elon", new Login(8, 0), 2)).contains("changed");
        assertThat(revocations.sentence("elon", new Login(8, 0), 3)).isEmpty();
        assertThat(Revocations.NONE.with(List.of(ofGeneration("elon", 3, Optional.empty(), 100)), 0).sentence("elon",
                new Login(7, 0), 2)).as("a deleted account").contains("changed");
    }

    @Test
    void whatABalancerHasNotHeardOfYetIsNotForgotten() {
        var revocations = Revocations.NONE.with(List.of(ofLogin("elon", 7, 100)), 0).with(List.of(), 50);
        assertThat(revocations.sentence("elon", new Login(7, 0), 1)).isPresent();
        assertThat(revocations.with(List.of(), 100).size()).as("its tickets have expired").isZero();
    }

    @Test
    void beyondTheLimitThoseThatEndFirstAreForgotten() {
        var many = LongStream.rangeClosed(1, Revocations.MAX + 1).mapToObj(login -> ofLogin("elon", login, login))
                .toList();
        var revocations = Revocations.NONE.with(many, 0);
        assertThat(revocations.size()).isEqualTo(Revocations.MAX);
        assertThat(revocations.sentence("elon", new Login(1, 0), 1)).isEmpty();
        assertThat(revocations.sentence("elon", new Login(2, 0), 1)).isPresent();
    }

    @Test
    void aRevocationOfNothingIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Revocation("elon", Optional.empty(), OptionalInt
                .empty(), 1, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Revocation("elon", Optional.of(new Login(1, 1)),
                OptionalInt.empty(), 1, "x".repeat(Revocation.MAX_SENTENCE + 1)));
    }

    /// The twin keeps all that it was ever told.
    @Property(tries = 300)
    void agreesWithAListOfAllThatWasTold(@ForAll long seed) {
        var random = new Random(seed);
        var revocations = Revocations.NONE;
        List<Revocation> told = new ArrayList<>();
        for (long now = 0; now < 40; now++) {
            var login = Optional.of(new Login(random.nextInt(4), 0));
            var user = "user-" + random.nextInt(2);
            // The same tickets always expire at the same time.
            var one = random.nextBoolean()
                    ? ofLogin(user, login.get().high(), 20 + login.get().high())
                    : ofGeneration(user, 1 + random.nextInt(3), login.filter(_ -> random.nextBoolean()), 30);
            told.add(one);
            revocations = revocations.with(List.of(one), now);
            long time = now;
            for (int ticket = 0; ticket < 4; ticket++) {
                var of = new Login(ticket, 0);
                boolean expected = told.stream().anyMatch(known -> known.user().equals("user-0") && known
                        .untilMillis() > time && (known.generation().isPresent()
                                ? known.generation().getAsInt() > 1 && !known.login().equals(Optional.of(of))
                                : known.login().equals(Optional.of(of))));
                assertThat(revocations.sentence("user-0", of, 1).isPresent()).isEqualTo(expected);
            }
        }
    }
}
