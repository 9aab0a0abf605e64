// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.codec;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import justchat.loadbalancer.model.ServerOrigin;
import justchat.wire.Address;
import justchat.wire.Session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UnwireTest {
    private static Session session() {
        return new Session("Elon", ByteBuffer.wrap(new byte[16]), 1, new Address("192.0.2.7", 0)).setLogin(new byte[16])
                .setDevice("laptop").setSinceMillis(42);
    }

    @Test
    void aSessionSaysWhereItsOwnerSitsEvenIfItTakesNoLinks() {
        var session = Unwire.session(session());
        assertThat(session.direct()).isEmpty();
        assertThat(session.host()).isEqualTo("192.0.2.7");
        assertThat(session.device()).isEqualTo("laptop");
        assertThat(session.sinceMillis()).isEqualTo(42);
    }

    @Test
    void otherClientsAreToldNeitherLoginNorDeviceNorTime() {
        var told = Wire.session(Unwire.session(session()), ServerOrigin.of(1, 1));
        assertThat(told.isSetLogin() || told.isSetDevice() || told.isSetSinceMillis()).isFalse();
        assertThat(told.getDirect().getHost()).isEmpty();
    }

    @Test
    void otherClientsAreToldWhatASessionSaysOfItsOwnAddresses() {
        var own = List.of(new Address("192.168.1.7", 4000), new Address("2001:db8::7", 4000));
        assertThat(Wire.session(Unwire.session(session().setInterfaces(own)), ServerOrigin.of(1, 1)).getInterfaces())
                .isEqualTo(own);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Unwire.session(session().setInterfaces(Collections.nCopies(9, own.getFirst()))));
    }

    @Test
    void aSessionThatNoServerOfOursWouldReportIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Unwire.session(session().setLogin((byte[]) null)));
        assertThatIllegalArgumentException().isThrownBy(() -> Unwire.session(session().setLogin(new byte[15])));
        assertThatIllegalArgumentException().isThrownBy(() -> Unwire.session(session().setDevice("d".repeat(65))));
        assertThatIllegalArgumentException().isThrownBy(() -> Unwire.session(session().setInstance(new byte[17])));
    }
}
