// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.datagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayGuardTest {
    private record Packet(int server, int incarnation, long sequence) {}

    /// The twin keeps all that was let through, and compares with all of it.
    @Property(tries = 300)
    void letsThroughExactlyWhatIsLaterThanEverythingBefore(@ForAll("packets") List<Packet> packets) {
        var guard = new ReplayGuard();
        var through = new ArrayList<Packet>();
        var order = Comparator.comparingInt(Packet::incarnation).thenComparingLong(Packet::sequence);
        for (var packet : packets) {
            var expected = through.stream().filter(earlier -> earlier.server == packet.server)
                    .allMatch(earlier -> order.compare(earlier, packet) < 0);
            var fate = guard.judge(packet.server, packet.incarnation, packet.sequence);
            assertThat(fate == Fate.HEARD).isEqualTo(expected);
            if (expected) {
                through.add(packet);
            }
        }
    }

    @Test
    void keepsTrackOfABoundedNumberOfServers() {
        var guard = new ReplayGuard();
        for (var server = 0; server < ReplayGuard.MAX_SERVERS; server++) {
            assertThat(guard.judge(server, 1, 1)).isEqualTo(Fate.HEARD);
        }
        assertThat(guard.judge(-1, 1, 1)).isEqualTo(Fate.CROWDED);
        assertThat(guard.judge(0, 1, 2)).isEqualTo(Fate.HEARD);
    }

    @Provide
    Arbitrary<List<Packet>> packets() {
        return Combinators.combine(Arbitraries.integers().between(1, 3), Arbitraries.integers().between(1, 4),
                Arbitraries.longs().between(1, 6)).as(Packet::new).list().ofMaxSize(40);
    }
}
