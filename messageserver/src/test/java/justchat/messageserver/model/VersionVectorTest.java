// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.HashMap;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VersionVectorTest {
    @Provide
    Arbitrary<VersionVector> vectors() {
        var origins = Arbitraries.integers().between(1, 4).map(server -> new Origin(server, 1));
        return Arbitraries.maps(origins, Arbitraries.longs().between(0, 5)).map(VersionVector::of);
    }

    @Property
    void mergeIsTheLeastThatCoversBoth(@ForAll("vectors") VersionVector one, @ForAll("vectors") VersionVector other) {
        var merged = one.merge(other);

        assertThat(merged.covers(one)).isTrue();
        assertThat(merged.covers(other)).isTrue();
        assertThat(merged).isEqualTo(other.merge(one));
        merged.entries().forEach((origin, sequence) -> assertThat(sequence).isEqualTo(Math.max(one.at(origin),
                other.at(origin))));
    }

    @Property
    void coversIsNoMoreAnywhere(@ForAll("vectors") VersionVector one, @ForAll("vectors") VersionVector other) {
        boolean everywhere = true;
        for (int server = 1; server <= 4; server++) {
            everywhere &= other.at(new Origin(server, 1)) <= one.at(new Origin(server, 1));
        }

        assertThat(one.covers(other)).isEqualTo(everywhere);
    }

    @Test
    void namesAsManyOriginsAsAllowedAndNoMore() {
        var most = new HashMap<Origin, Long>();
        for (int i = 1; i <= VersionVector.MAX_ENTRIES; i++) {
            most.put(new Origin(1, i), 1L);
        }
        assertThat(VersionVector.of(most).entries()).hasSize(VersionVector.MAX_ENTRIES);

        most.put(new Origin(2, 1), 1L);

        assertThatThrownBy(() -> VersionVector.of(most)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zeroesSayNothing() {
        assertThat(VersionVector.of(Map.of(new Origin(1, 1), 0L))).isEqualTo(VersionVector.empty());
        assertThatThrownBy(() -> VersionVector.of(Map.of(new Origin(1, 1), -1L)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsAreAllowedUpToTheLimitInBytes() {
        assertThat(new Payload.Text("é".repeat(Payload.Text.MAX_BYTES / 2)).weight()).isEqualTo(
                Payload.Text.MAX_BYTES);
        assertThatThrownBy(() -> new Payload.Text("é".repeat(Payload.Text.MAX_BYTES / 2) + "e"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
