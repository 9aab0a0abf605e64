// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;

import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.invitation.Invitation;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.AuthorityPin;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;
import justchat.wire.Refused;

/// The first words with a deployment that somebody was invited to: any of its
/// balancers says what it is called and shows the authority, whose hash the
/// invitation has. Nothing is told to a process that this authority does not
/// vouch for.
public final class Introduction {
    private static final Deadline QUESTION = Deadline.ofMillis(3_000);

    private Introduction() {}

    /// What is known of the deployment from then on.
    ///
    /// @param balancers
    ///            those of the invitation first, for they were reached from here
    public record Known(String deployment, Trust trust, List<InetSocketAddress> balancers) {
        public Known {
            balancers = List.copyOf(balancers);
        }
    }

    /// Waits for the first answer.
    ///
    /// @throws NobodyAnswers
    ///             also if those that answer are not vouched for by that authority
    public static Known with(Invitation invitation) throws Refused, NobodyAnswers {
        var pin = new AuthorityPin(invitation.pin());
        var addresses = invitation.balancers().stream().map(balancer -> InetSocketAddress.createUnresolved(balancer
                .host(), balancer.port())).toList();
        try (var rpc = new RpcClient()) {
            var balancers = new Balancers(rpc, RpcClient.Options.of(ClientTls.pinned(pin, Role.LOADBALANCER)),
                    addresses);
            var cluster = balancers.ask(QUESTION, balancer -> DirectoryCodec.cluster(balancer.cluster())).value();
            var all = new LinkedHashSet<>(addresses);
            cluster.balancers().stream().map(Directory.Balancer::address).forEach(all::add);
            return new Known(cluster.deployment(), pin.trust().orElseThrow(), List.copyOf(all));
        }
    }
}
