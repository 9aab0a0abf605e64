// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import justchat.client.model.AccountAnswer;
import justchat.invitation.Invitation;
import justchat.wire.AccountPage;
import justchat.wire.AccountSummary;
import justchat.wire.Address;
import justchat.wire.Balancer;
import justchat.wire.Cluster;
import justchat.wire.OwnSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccountCodecTest {
    private static OwnSession session(int instanceBytes, int loginBytes) {
        return new OwnSession(ByteBuffer.wrap(new byte[instanceBytes]), ByteBuffer.wrap(new byte[loginBytes]), "ms-1",
                "10.0.0.5", "laptop", 7);
    }

    @Test
    void aSessionThatMakesNoSenseIsLeftOut() {
        var answer = (AccountAnswer.Sessions) AccountCodec.sessions(List.of(session(3, 16), session(16, 0), session(16,
                16)));
        assertThat(answer.sessions()).hasSize(1).first().extracting("device").isEqualTo("laptop");
    }

    @Test
    void aPageHoldsNoMoreThanWasAskedForAndAListOfSessionsIsBounded() {
        var many = java.util.Collections.nCopies(1_000, new AccountSummary("x", 1, true));
        assertThat(((AccountAnswer.Accounts) AccountCodec.accounts(new AccountPage(many, true))).accounts())
                .hasSize(50);
        var sessions = (AccountAnswer.Sessions) AccountCodec.sessions(java.util.Collections.nCopies(1_000, session(16,
                16)));
        assertThat(sessions.sessions()).hasSize(200);
    }

    private static Cluster cluster(Address... addresses) {
        return new Cluster(1, "lab", 19_456, 2, 1, java.util.Arrays.stream(addresses).map(address -> new Balancer(
                "lb", address, address, ByteBuffer.wrap(new byte[32]))).toList());
    }

    @Test
    void anInvitationNamesTheBalancersAndHoldsNoToken() throws Malformed {
        var entrance = AccountCodec.entrance(cluster(new Address("lb-1.lab", 8400), new Address("::1", 8401))
                .setInviteOnly(true));
        var answer = (AccountAnswer.Invitation) AccountCodec.invitation(entrance, "dev", new byte[32]);
        assertThat(answer.inviteOnly()).isTrue();
        var invitation = ((Invitation.Reading.Good) Invitation.parse(answer.text())).invitation();
        assertThat(invitation.balancers()).extracting(Invitation.Balancer::text).containsExactly("lb-1.lab:8400",
                "[::1]:8401");
        assertThat(invitation.room()).contains("dev");
        assertThat(invitation.token()).isEmpty();
    }

    @Test
    void addressesThatCannotBeWrittenAreRefused() {
        assertThatThrownBy(() -> AccountCodec.entrance(cluster(new Address("lb 1", 8400)))).isInstanceOf(
                Malformed.class);
        assertThatThrownBy(() -> AccountCodec.entrance(cluster(new Address("lb-1", 0)))).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> AccountCodec.entrance(cluster())).isInstanceOf(Malformed.class);
    }
}
