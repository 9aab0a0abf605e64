// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import justchat.rpc.Oneway;
import justchat.wire.Attach;

import static org.assertj.core.api.Assertions.assertThat;

/// Who may be connected, for how long, and what all are told.
class ConnectionsTest {
    private static final int STRANGERS = 3;

    @TempDir
    Path directory;

    private OneServer server;
    private Connections connections;

    @BeforeEach
    void open() throws Exception {
        server = new OneServer(directory);
    }

    @AfterEach
    void close() {
        connections.close();
        server.close();
    }

    private void patience(int attachMillis, int silenceMillis) {
        connections = new Connections(server.services(), server.sessions::count, new Connections.Patience(attachMillis,
                silenceMillis), new Strangers.Limits(64, STRANGERS));
    }

    private void attach(FakeEndpoint endpoint, String user, int instance) throws Exception {
        var service = connections.accept(endpoint).getFirst();
        var handler = (justchat.wire.MessageServer.Processor<?>) service;
        Calls.attach(handler, server.request(user, instance));
    }

    /// Bytes of whatever kind do not replace a session.
    @Test
    void givesUpAStrangerWhoDoesNotAttachHoweverMuchIsHeard() throws Exception {
        patience(300, 60_000);
        var stranger = new FakeEndpoint();
        stranger.alwaysHeard = true;
        connections.accept(stranger);
        stranger.closed.get(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void admitsNoMoreStrangersThanItMayAndCountsWhoHasASessionOrIsGoneNoMore() throws Exception {
        patience(60_000, 60_000);
        var strangers = Stream.generate(FakeEndpoint::new).limit(STRANGERS).toList();
        strangers.forEach(connections::accept);
        var tooMany = new FakeEndpoint();
        assertThat(connections.accept(tooMany)).isEmpty();
        assertThat(tooMany.closed).isDone();
        strangers.getFirst().close();
        attach(new FakeEndpoint(), "elon", 1);
        var next = new FakeEndpoint();
        assertThat(connections.accept(next)).hasSize(2);
        assertThat(connections.accept(new FakeEndpoint())).isEmpty();
    }

    @Test
    void givesUpAClientThatIsSilentAndEndsItsSession() throws Exception {
        patience(60_000, 300);
        var silent = new FakeEndpoint();
        var lively = new FakeEndpoint();
        lively.alwaysHeard = true;
        attach(silent, "elon", 1);
        attach(lively, "tony", 2);
        silent.closed.get(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        // The end is told on a thread of its own.
        OneServer.await(() -> server.sessions.count() == 1);
        assertThat(lively.closed).isNotDone();
        assertThat(server.sessions.all()).extracting(session -> session.user()).containsExactly("tony");
    }

    @Test
    void doesNotTakeAClientForSilentWhileItsOwnEventLoopIsTooBusyToHearIt() throws Exception {
        patience(60_000, 1_500);
        var unheard = new FakeEndpoint();
        var silent = new FakeEndpoint();
        unheard.turns = false;
        attach(unheard, "elon", 1);
        attach(silent, "tony", 2);
        silent.closed.get(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(unheard.closed).isNotDone();
    }

    @Test
    void tellsHowManyPeopleThereAreWhenItChanges() throws Exception {
        patience(60_000, 60_000);
        var elon = new FakeEndpoint();
        attach(elon, "elon", 1);
        elon.sent.get(OneServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(elon.requests).extracting(Oneway::method).containsExactly("people");
    }

    /// Calls through the generated processor, as the runtime does.
    private static final class Calls {
        private static void attach(justchat.wire.MessageServer.Processor<?> processor, Attach request)
                throws Exception {
            var transport = new org.apache.thrift.transport.TMemoryBuffer(4096);
            var protocol = new org.apache.thrift.protocol.TCompactProtocol(transport);
            protocol.writeMessageBegin(new org.apache.thrift.protocol.TMessage("attach",
                    org.apache.thrift.protocol.TMessageType.CALL, 1));
            new justchat.wire.MessageServer.attach_args(request).write(protocol);
            protocol.writeMessageEnd();
            var answer = new org.apache.thrift.protocol.TCompactProtocol(
                    new org.apache.thrift.transport.TMemoryBuffer(4096));
            processor.process(protocol, answer);
        }
    }
}
