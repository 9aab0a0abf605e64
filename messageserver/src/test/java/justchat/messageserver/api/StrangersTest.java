// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StrangersTest {
    private final Strangers strangers = new Strangers(new Strangers.Limits(2, 4));

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[]{(byte) 192, 0, 2, (byte) last});
    }

    @Test
    void admitsSoManyFromOneAddressAndTheNextOnceOneHasGone() throws Exception {
        assertThat(strangers.admit(address(1))).isTrue();
        assertThat(strangers.admit(address(1))).isTrue();
        assertThat(strangers.admit(address(1))).isFalse();
        assertThat(strangers.admit(address(2))).as("another address").isTrue();
        strangers.leave(address(1));
        assertThat(strangers.admit(address(1))).isTrue();
    }

    @Test
    void admitsSoManyInAll() throws Exception {
        for (int last = 1; last <= 4; last++) {
            assertThat(strangers.admit(address(last))).isTrue();
        }
        assertThat(strangers.admit(address(5))).isFalse();
        assertThat(strangers.admit(InetAddress.getLoopbackAddress())).isFalse();
        for (int last = 1; last <= 4; last++) {
            strangers.leave(address(last));
        }
        assertThat(strangers.count()).isZero();
    }

    @Test
    void doesNotTellProcessesOnThisMachineApart() {
        for (int process = 1; process <= 4; process++) {
            assertThat(strangers.admit(InetAddress.getLoopbackAddress())).isTrue();
        }
        strangers.leave(InetAddress.getLoopbackAddress());
        assertThat(strangers.count()).isEqualTo(3);
    }
}
