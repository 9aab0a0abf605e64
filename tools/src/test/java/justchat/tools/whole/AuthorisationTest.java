// SPDX-License-Identifier: Apache-2.0
package justchat.tools.whole;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.rpc.tls.Credentials;
import justchat.rpc.tls.Role;
import justchat.rpc.tls.Trust;
import justchat.tools.cluster.ClusterPlan;
import justchat.tools.whole.SharedCluster.Town;
import justchat.wire.Address;
import justchat.wire.LoadBalancer;
import justchat.wire.MessageId;
import justchat.wire.MessageServer;
import justchat.wire.Operator;
import justchat.wire.Origin;
import justchat.wire.Payload;
import justchat.wire.Post;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Registry;
import justchat.wire.Replica;
import justchat.wire.ReplicaHello;
import justchat.wire.ServerHello;

import static justchat.tools.whole.SharedCluster.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// W12 of the original: every service was open to everybody, and a name was
/// whatever the caller wrote.
@ExtendWith(SharedCluster.class)
class AuthorisationTest {
    private static final Deadline PATIENCE = new Deadline(SOON);

    /// Something to call.
    @FunctionalInterface
    private interface Call {
        void make() throws TException;
    }

    private static void isRefused(Call call, Reason reason) {
        assertThatThrownBy(call::make).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.getReason()).isEqualTo(reason));
    }

    private static ClientTls stranger(Town town, Role expected) throws IOException {
        return ClientTls.cluster(Trust.load(town.cluster().directory().authorityCertificate()), expected);
    }

    private static InetSocketAddress at(ClusterPlan.Node node) {
        return new InetSocketAddress(ClusterPlan.HOST, node.port());
    }

    private static ServerHello serverHello() {
        return new ServerHello(1, "ms-1", new Address("127.0.0.1", 1), new Address("127.0.0.1", 2), true,
                ByteBuffer.allocate(16));
    }

    @Test
    void aStrangerCallsNoServiceOfTheClustersOwnAtABalancer(Town town) throws IOException, TException {
        try (var client = new RpcClient()) {
            var line = client.connect(at(town.cluster().plan().balancers().getFirst()),
                    RpcClient.Options.of(stranger(town, Role.LOADBALANCER)), PATIENCE, _ -> List.of());
            isRefused(() -> line.stub(Operator.Client::new, PATIENCE).status(), Reason.NOT_PERMITTED);
            isRefused(() -> line.stub(Registry.Client::new, PATIENCE).registerServer(serverHello()),
                    Reason.NOT_PERMITTED);
            isRefused(() -> line.stub(LoadBalancer.Client::new, PATIENCE).online(ByteBuffer.allocate(60)),
                    Reason.NOT_AUTHENTICATED);
        }
    }

    @Test
    void anOperatorIsNoMessageServer(Town town) throws IOException, TException {
        var operator = ClientTls.cluster(Credentials.load(town.cluster().directory().operator()), Role.LOADBALANCER);
        try (var client = new RpcClient()) {
            var line = client.connect(at(town.cluster().plan().balancers().getFirst()), RpcClient.Options.of(operator),
                    PATIENCE, _ -> List.of());
            isRefused(() -> line.stub(Registry.Client::new, PATIENCE).registerServer(serverHello()),
                    Reason.NOT_PERMITTED);
        }
    }

    @Test
    void aStrangerNeitherReplicatesNorPostsAtAMessageServer(Town town) throws IOException, TException {
        try (var client = new RpcClient()) {
            var line = client.connect(at(town.cluster().plan().servers().getFirst()),
                    RpcClient.Options.of(stranger(town, Role.MESSAGESERVER)), PATIENCE, _ -> List.of());
            isRefused(() -> line.stub(Replica.Client::new, PATIENCE).greet(new ReplicaHello(1, new Origin(1, 1), 1)),
                    Reason.NOT_PERMITTED);
            var id = new MessageId(ByteBuffer.allocate(16), 1);
            isRefused(() -> line.stub(MessageServer.Client::new, PATIENCE).post(new Post("lobby", id, List.of(),
                    Payload.text("I am whoever I say"))), Reason.NOT_AUTHENTICATED);
            isRefused(() -> line.stub(MessageServer.Client::new, PATIENCE)
                    .getChunk(ByteBuffer.allocate(32), 0), Reason.NOT_AUTHENTICATED);
            isRefused(() -> line.stub(MessageServer.Client::new, PATIENCE)
                    .finishUpload(ByteBuffer.allocate(32), Map.of()), Reason.NOT_AUTHENTICATED);
        }
    }
}
