// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.likeness;

import java.util.Collections;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.model.NameCheck;
import justchat.loadbalancer.model.UserName;

import static org.assertj.core.api.Assertions.assertThat;

class LikenessTest {
    @ParameterizedTest
    @CsvSource({"paypal, раураl-, false", "paypal, PayPaI, true", "Ilya, llya, true", "сосо, coco, true",
            "bob0, bobo, true", "rnike, mike, true", "elon, e1on, true", "elon, ELON, true", "elon, eloñ, false",
            "elon, tony, false", "user-2, user-3, false", "user-12, user-21, false", "ΡΑΝΟ, PANO, true"})
    void namesThatCanBeTakenForEachOtherHaveALookInCommon(String one, String other, boolean alike) {
        if (UserName.check(other) instanceof NameCheck.Good(UserName second)) {
            var looks = Likeness.looksOf(UserName.of(one));
            assertThat(!Collections.disjoint(looks, Likeness.looksOf(second))).isEqualTo(alike);
        } else {
            assertThat(alike).as("mixed scripts are no name at all").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"elon", "Tony_S.", "r2-d2", "7of9", "Зоя", "Łukasz", "王小明", "さくらサクラ花", "דוד", "हिन्दी"})
    void namesOfOneScriptCanBeNew(String name) {
        assertThat(Likeness.complaintAbout(UserName.of(name))).isEmpty();
    }

    @Test
    void digitsOfTwoScriptsCannot() {
        assertThat(UserName.check("अ१2")).isInstanceOfSatisfying(NameCheck.Good.class,
                good -> assertThat(Likeness.complaintAbout(good.name())).isPresent());
    }

    @Property(tries = 300)
    void caseMakesNoDifference(@ForAll @AlphaChars @StringLength(min = 1, max = 32) String typed) {
        if (UserName.check(typed) instanceof NameCheck.Good(UserName name)) {
            for (var other : new String[]{typed.toUpperCase(java.util.Locale.ROOT),
                    typed.toLowerCase(java.util.Locale.ROOT)}) {
                assertThat(Collections.disjoint(Likeness.looksOf(name), Likeness.looksOf(UserName.of(other))))
                        .isFalse();
            }
        }
    }

    @Property(tries = 1_000)
    void anyNameHasLooksThatTheBookTakes(@ForAll @StringLength(min = 1, max = 40) String typed) {
        if (UserName.check(typed) instanceof NameCheck.Good(UserName name)) {
            assertThat(Likeness.looksOf(name)).hasSizeBetween(1, 2)
                    .allMatch(look -> !look.isEmpty() && look.length() <= Account.MAX_LOOKS);
        }
    }
}
