// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;

import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.UserName;
import justchat.rpc.Limits;
import justchat.wire.RegistryListener;

import static org.assertj.core.api.Assertions.assertThat;

class RevocationsFitTest {
    @Test
    void allThatTheBookHoldsFitInOneFrameAtTheLongest() throws Exception {
        // Of four bytes each, which is as long as characters get.
        var name = UserName.of(Character.toString(0x20000).repeat(UserName.MAX));
        var sentence = "x".repeat(Revocation.MAX_SENTENCE);
        var login = Bytes.copyOf(new byte[Revocation.LOGIN_BYTES]);
        List<Revocation> all = new ArrayList<>();
        for (int i = 0; i < BookLimits.DEFAULT.revocations(); i++) {
            all.add(new Revocation.OfLogin(name, login, Long.MAX_VALUE, sentence));
            all.add(new Revocation.OlderThan(name, Integer.MAX_VALUE, Optional.of(login), Long.MAX_VALUE, sentence));
        }
        var message = new RegistryListener.revoked_args(Wire.revocations(all), Map.of("lb-1", 1L));
        var bytes = new TSerializer(new TBinaryProtocol.Factory()).serialize(message);
        assertThat(bytes.length).isBetween(900_000, Limits.DEFAULT.maxFrameBytes() - 10_000);
    }
}
