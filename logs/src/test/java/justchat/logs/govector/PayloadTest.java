// SPDX-License-Identifier: Apache-2.0
package justchat.logs.govector;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import justchat.logs.clock.VectorClock;
import justchat.logs.govector.Payload.Malformed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// With bytes that GoVector itself sent.
class PayloadTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void sendsATextAsGoVectorDoes() throws Malformed {
        var payload = Payload.ofText("alice", "hello", VectorClock.of(Map.of("alice", 3L)));
        assertThat(HEX.formatHex(payload.encode())).isEqualTo("a5616c696365a568656c6c6f81a5616c69636503");
    }

    @Test
    void readsATextOfGoVectors() throws Malformed {
        var payload = decode("a5616c696365a568656c6c6f81a5616c69636503");
        assertThat(payload.process()).isEqualTo("alice");
        assertThat(payload.text()).isEqualTo("hello");
        assertThat(payload.clock()).isEqualTo(VectorClock.of(Map.of("alice", 3L)));
    }

    @Test
    void readsAStructOfGoVectorsAndGivesItOn() throws Malformed {
        var hex = "a3626f6282a8557365726e616d65a3626f62a74d657373616765a2686982a3626f6203a5616c69636503";
        var payload = decode(hex);
        assertThat(payload.process()).isEqualTo("bob");
        assertThat(payload.clock()).isEqualTo(VectorClock.of(Map.of("alice", 3L, "bob", 3L)));
        assertThat(HEX.formatHex(payload.value())).isEqualTo("82a8557365726e616d65a3626f62a74d657373616765a26869");
        assertThat(decode(HEX.formatHex(payload.encode())).clock()).isEqualTo(payload.clock());
        assertThatThrownBy(payload::text).isInstanceOf(Malformed.class);
    }

    @Test
    void readsTheBytesOfJVector() throws Malformed {
        var payload = decode("a3626f62c40301020381a3626f6203");
        assertThat(payload.bytes()).containsExactly(1, 2, 3);
        assertThat(HEX.formatHex(Payload.ofBytes("bob", new byte[]{1, 2, 3}, payload.clock()).encode()))
                .isEqualTo("a3626f62c40301020381a3626f6203");
    }

    @Property
    void comesBackAsItWas(@ForAll("clocks") VectorClock clock, @ForAll @Size(max = 70_000) byte[] bytes)
            throws Malformed {
        var payload = Payload.decode(Payload.ofBytes("p", bytes, clock).encode());
        assertThat(payload.bytes()).isEqualTo(bytes);
        assertThat(payload.clock()).isEqualTo(clock);
        assertThat(Payload.decode(Payload.ofText("p", "x".repeat(bytes.length), clock).encode()).text())
                .hasSize(bytes.length);
    }

    @Property
    void whateverComesIsAPayloadOrRefused(@ForAll @Size(max = 60) byte[] bytes) {
        try {
            var payload = Payload.decode(bytes);
            assertThat(Payload.decode(payload.encode()).clock()).isEqualTo(payload.clock());
        } catch (Malformed refused) {
            assertThat(refused).hasMessageMatching("[ -~]+");
        }
    }

    @Test
    void refusesItCutOffAnywhereOrWithMoreBehind() {
        var whole = HEX
                .parseHex("a3626f6282a8557365726e616d65a3626f62a74d657373616765a2686982a3626f6203a5616c69636503");
        for (int end = 0; end < whole.length; end++) {
            var part = Arrays.copyOf(whole, end);
            assertThatThrownBy(() -> Payload.decode(part)).as("%d bytes", end).isInstanceOf(Malformed.class);
        }
        assertThatThrownBy(() -> Payload.decode(Arrays.copyOf(whole, whole.length + 1))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c1", "a161c080ff", "a161c0c0", "a161c081a16101a16202", "a161c082a16101a16101",
            "a161c081a161ff", "a161c081a161cfffffffffffffffff", "a161c081a001", "a1ffc080", "a161c0dfffffffff",
            "a161c6ffffffff00", "a161ddffffffff00", "dbffffffff", "d9ff"})
    void refusesWhatNobodyHonestSends(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesWhatIsDeeperThanAStackIs() {
        var deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 0x91);
        deep[0] = (byte) 0xa0;
        assertThatThrownBy(() -> Payload.decode(deep)).isInstanceOf(Malformed.class);
    }

    @Provide
    Arbitrary<VectorClock> clocks() {
        var time = Arbitraries.oneOf(Arbitraries.longs().between(1, 300), Arbitraries.longs().between(1, 1L << 40));
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(40), time).ofMaxSize(40)
                .map(VectorClock::of);
    }

    private static Payload decode(String hex) throws Malformed {
        return Payload.decode(HEX.parseHex(hex));
    }
}
