// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

import static org.assertj.core.api.Assertions.assertThat;

class ViewDiaryTest {
    private static final ClusterView ONE = view(1, "ms-1");
    private static final ClusterView NONE = view(2);

    private final ViewDiary diary = new ViewDiary(ClusterView.EMPTY, () -> Instant.parse("2026-11-21T15:20:02.7Z"));

    @Test
    void aChangeThatWasSeenHasItsTime() {
        diary.view(ONE, Optional.of("ms-1 has come"), true);
        diary.view(NONE, Optional.of("ms-1 is gone"), true);
        assertThat(diary.lastChange()).contains("ms-1 is gone, at 2026-11-21T15:20:02Z");
        assertThat(diary.serversLost()).isEqualTo(1);
    }

    @Test
    void whatHappenedBeforeTheBalancerStartedHasNoneAndIsNoLossOfNow() {
        diary.view(ONE, Optional.of("ms-1 has come"), false);
        diary.view(NONE, Optional.of("ms-1 is gone"), false);
        assertThat(diary.lastChange()).contains("ms-1 is gone, before this balancer was ready");
        assertThat(diary.serversLost()).isZero();
    }

    private static ClusterView view(long number, String... servers) {
        var address = new HostPort("127.0.0.1", 4000);
        return new ClusterView(number,
                List.of(servers).stream().map(name -> new ServerMember(ServerOrigin.of(1, 1), new ProcessName(name),
                        address, address, 1, false)).toList(),
                List.of(), List.of(), List.of());
    }
}
