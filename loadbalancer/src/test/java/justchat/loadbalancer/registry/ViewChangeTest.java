// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.registry;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.ServerMember;
import justchat.loadbalancer.model.ServerOrigin;

import static org.assertj.core.api.Assertions.assertThat;

class ViewChangeTest {
    private static final HostPort SOMEWHERE = new HostPort("127.0.0.1", 4000);

    private static ServerMember server(int number, int life, long blankSince, boolean draining) {
        return new ServerMember(ServerOrigin.of(number, life), new ProcessName("ms-" + number), SOMEWHERE, SOMEWHERE,
                blankSince, draining);
    }

    private static ClusterView view(long number, List<String> balancers, ServerMember... servers) {
        return new ClusterView(number, List.of(servers), balancers.stream().map(name -> new BalancerMember(
                new ProcessName(name), SOMEWHERE, SOMEWHERE, Bytes.copyOf(new byte[32]))).toList(), List.of(),
                List.of());
    }

    @Test
    void saysWhoHasComeWhoIsGoneAndWhoIsBack() {
        var before = view(6, List.of("lb-1", "lb-2"), server(1, 1, 0, false), server(2, 1, 0, false), server(3, 1, 0,
                false));
        var after = view(7, List.of("lb-1", "lb-3"), server(2, 2, 0, false), server(3, 1, 0, true), server(4, 1, 7,
                false));
        var change = ViewChange.between(before, after);
        assertThat(change.gone()).map(ServerMember::name).map(ProcessName::value).containsExactly("ms-1");
        var origins = Stream.of(ServerOrigin.of(1, 1), ServerOrigin.of(2, 2), ServerOrigin.of(4, 1))
                .map(Object::toString)
                .toList();
        assertThat(change.sentence()).isEqualTo("view 7: ms-1 (" + origins.get(0) + ") is gone, ms-2 is back as "
                + origins.get(1) + ", ms-3 is drained, ms-4 (" + origins.get(2)
                + ") has come, blank, lb-2 is gone, lb-3 has come");
        assertThat(ViewChange.between(after, view(8, List.of("lb-1", "lb-3"), server(2, 2, 0, false), server(3, 1, 0,
                false), server(4, 1, 7, false))).sentence()).isEqualTo("view 8: ms-3 is drained no more");
    }
}
