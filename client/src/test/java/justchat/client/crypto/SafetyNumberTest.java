// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SafetyNumberTest {

    @Property(tries = 20)
    void isTheSameAtBothEndsAndOfTheFormThatIsReadAloud(@ForAll @Size(64) byte[] tony, @ForAll @Size(64) byte[] elon) {
        var number = SafetyNumber.of("tony", tony, "elon", elon);

        assertThat(number).isEqualTo(SafetyNumber.of("elon", elon, "tony", tony)).matches("[0-9]{5}( [0-9]{5}){11}");
    }

    @Test
    void isAnotherOneForAnotherKeyOrAnotherUser() {
        var number = SafetyNumber.of("tony", new byte[64], "elon", new byte[64]);
        var other = new byte[64];
        other[63] = 1;

        assertThat(SafetyNumber.of("tony", other, "elon", new byte[64])).isNotEqualTo(number);
        assertThat(SafetyNumber.of("tony", new byte[64], "elon", other)).isNotEqualTo(number);
        assertThat(SafetyNumber.of("tonye", new byte[64], "lon", new byte[64])).isNotEqualTo(number);
    }

    /// Written down a second time, slowly.
    @Test
    void isWhatItsDescriptionSays() throws Exception {
        var length = "00000004";
        var both = HexFormat.of().parseHex(length + hex("elon") + "00000040" + "00".repeat(64) + length + hex("tony")
                + "00000040" + "11".repeat(64));
        var key = new byte[64];
        Arrays.fill(key, (byte) 0x11);
        var hash = sha512("jc-safety-v1".getBytes(StandardCharsets.UTF_8), both);
        for (var round = 0; round < 5_200; round++) {
            hash = sha512(hash, both);
        }
        var digits = HexFormat.of().formatHex(hash);
        var expected = IntStream.range(0, 12).mapToObj(group -> new BigInteger(digits.substring(
                10 * group, 10 * group + 10), 16).mod(BigInteger.valueOf(100_000)).toString())
                .map(group -> "0".repeat(5 - group.length()) + group).collect(Collectors.joining(" "));

        assertThat(SafetyNumber.of("tony", key, "elon", new byte[64])).isEqualTo(expected);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha512(byte[] first, byte[] second) throws Exception {
        var digest = MessageDigest.getInstance("SHA-512");
        digest.update(first);
        return digest.digest(second);
    }
}
