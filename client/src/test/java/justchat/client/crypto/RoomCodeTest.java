// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoomCodeTest {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static String code(long seed) {
        var bytes = new byte[RoomCode.RANDOM_BYTES];
        new Random(seed).nextBytes(bytes);
        return RoomCode.of(bytes);
    }

    @Test
    void aCodeHas28CharactersInGroupsAndNoneThatLookAlike() {
        assertThat(RoomCode.of(new byte[RoomCode.RANDOM_BYTES])).isEqualTo("0000-0000-0000-0000-0000-0000-0000");
        assertThat(code(1)).matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(RoomCode.weakness(code(1))).isEmpty();
    }

    @Property(tries = 300)
    void itIsTheSameHoweverItIsTyped(@ForAll long seed) {
        var code = code(seed);
        var typed = " " + code.toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l').replaceFirst("-",
                " - ") + " ";

        for (var way : new String[]{typed, code.replace('-', ' '), code.replace("-", "").toLowerCase(Locale.ROOT)}) {
            assertThat(RoomCode.canonical(way)).isEqualTo(code);
            assertThat(RoomCode.isMistyped(way)).isFalse();
        }
    }

    @Property(tries = 50)
    void everyWrongCharacterAndEverySwapOfNeighboursIsNoticed(@ForAll long seed) {
        var code = code(seed);
        for (int at = 0; at < code.length(); at++) {
            if (code.charAt(at) == '-') {
                continue;
            }
            for (var digit : DIGITS.toCharArray()) {
                if (digit != code.charAt(at)) {
                    var wrong = code.substring(0, at) + digit + code.substring(at + 1);
                    assertThat(RoomCode.isMistyped(wrong)).as(wrong).isTrue();
                }
            }
        }
        var digits = code.replace("-", "");
        for (int at = 0; at + 1 < digits.length() - 2; at++) {
            if (digits.charAt(at) != digits.charAt(at + 1)) {
                var swapped = digits.substring(0, at) + digits.charAt(at + 1) + digits.charAt(at) + digits.substring(at
                        + 2);
                assertThat(RoomCode.isMistyped(swapped.replaceAll("(.{4})(?=.)", "$1-"))).as(swapped).isTrue();
            }
        }
    }

    @Test
    void everyBitCounts() {
        var codes = new HashSet<String>();
        for (int bit = 0; bit < 130; bit++) {
            var bytes = new byte[RoomCode.RANDOM_BYTES];
            bytes[RoomCode.RANDOM_BYTES - 1 - bit / 8] = (byte) (1 << bit % 8);
            codes.add(RoomCode.of(bytes));
        }
        assertThat(codes).hasSize(130);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "password123", "Passw0rd!", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrstuvwxyz", "01234567890123456789012345678901", "qwertyuiopqwertyuiopqwertyuiop",
            "xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy", "our meeting on friday", "justchat justchat justchat justchat"})
    void whatIsShortRepeatedInSequenceOrCommonIsTooWeak(String code) {
        assertThat(RoomCode.weakness(code)).hasValueSatisfying(sentence -> assertThat(sentence).contains("too weak"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k7#pQ2xV9z!mR4tW", "zebra quantum lantern whisper octopus velvet", "j4wn2m8x0rtq7zvs"})
    void whatIsLongAndVariedIsStrongEnough(String code) {
        assertThat(RoomCode.weakness(code)).isEmpty();
        assertThat(RoomCode.canonical("  " + code + "\t")).isEqualTo(code);
    }

    @Test
    void aCodeOfOnesOwnIsInOneNormalForm() {
        assertThat(RoomCode.canonical("a\u0308")).isEqualTo(RoomCode.canonical("\u00e4"));
        assertThat(RoomCode.weakness("x".repeat(129))).hasValueSatisfying(sentence -> assertThat(sentence).contains(
                "too long"));
    }
}
