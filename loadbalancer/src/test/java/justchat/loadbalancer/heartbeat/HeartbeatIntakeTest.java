// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.heartbeat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.registry.Pulse;
import justchat.loadbalancer.registry.Rules;
import justchat.wire.Heartbeat;
import justchat.wire.Origin;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatIntakeTest {
    private static final HostPort SOMEWHERE = new HostPort("127.0.0.1", 4000);

    private final Board board = new Board(Rules.DEFAULT, () -> 0, new Random(1));
    private final HeartbeatIntake intake = new HeartbeatIntake(board);

    private void hear(Heartbeat heartbeat) {
        intake.heard(heartbeat, new InetSocketAddress("127.0.0.1", 9));
    }

    private static Heartbeat heartbeat() {
        return new Heartbeat(new Origin(1, 1), 1, 1, 7, 3, 2);
    }

    private Pulse pulse() {
        return board.servers().getFirst().state().pulse();
    }

    @Test
    void takesInAllThatAServerSaysOfItself() {
        view();
        hear(heartbeat().setCpuPermille(250).setHears(List.of(2, 3)));
        assertThat(pulse()).isEqualTo(new Pulse(7, 3, 2, 250, java.util.Set.of(2, 3)));
        hear(heartbeat());
        assertThat(pulse()).as("of a server that does not say more").isEqualTo(new Pulse(7, 3, 2, 0, java.util.Set
                .of()));
        assertThat(intake.strangers()).isZero();
    }

    @Test
    void believesNothingOfAHeartbeatThatMakesNoSenseOrIsOfNobodyInTheView() {
        view();
        hear(heartbeat());
        var strange = new ArrayList<Heartbeat>();
        strange.add(heartbeat().setSessions(-1));
        strange.add(heartbeat().setOutboundKiB(-1));
        strange.add(heartbeat().setLatenessMillis(-1));
        strange.add(heartbeat().setCpuPermille(1_001));
        strange.add(heartbeat().setHears(IntStream.rangeClosed(1, Pulse.MAX_HEARS + 1).boxed().toList()));
        strange.add(heartbeat().setOrigin(new Origin(0, 1)));
        strange.add(heartbeat().setOrigin(new Origin(1, 2)));
        strange.forEach(this::hear);
        assertThat(intake.strangers()).isEqualTo(strange.size());
        assertThat(pulse().sessions()).isEqualTo(7);
    }

    private void view() {
        board.view(
                new ClusterView(1, List.of(new ServerMember(ServerOrigin.of(1, 1), new ProcessName("ms-1"), SOMEWHERE,
                        SOMEWHERE, 0, false)), List.of(), List.of(), List.of()));
    }
}
