// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import justchat.client.model.Instance;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.AuthorityPin;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;

/// What a client is told of its cluster.
///
/// @param balancers
///            at least one; more are learnt
/// @param instance
///            this run of the client
/// @param pin
///            the SHA-256 of the authority; empty: bytes go in clear, in tests
/// @param fileRate
///            files come and go no faster, in bytes per second; 0: as fast as they can
public record ClusterOptions(List<InetSocketAddress> balancers, RpcClient.Options toBalancers,
        RpcClient.Options toServers, Instance instance, Optional<byte[]> pin, long fileRate) {

    public ClusterOptions {
        balancers = List.copyOf(balancers);
        if (balancers.isEmpty()) {
            throw new IllegalArgumentException("no balancer given");
        }
        Objects.requireNonNull(instance, "instance");
    }

    /// Over TLS, to processes that this authority vouches for.
    public static ClusterOptions of(List<InetSocketAddress> balancers, Trust trust, Instance instance,
            long fileRate) {
        return new ClusterOptions(balancers, RpcClient.Options.of(ClientTls.cluster(trust, Role.LOADBALANCER)),
                RpcClient.Options.of(ClientTls.cluster(trust, Role.MESSAGESERVER)), instance,
                Optional.of(AuthorityPin.of(trust)), fileRate);
    }
}
