// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.thrift.TException;

import justchat.client.codec.Malformed;
import justchat.client.core.Event;
import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;
import justchat.wire.MessageServer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// What the server of the moment is asked: answered by an event, or by
/// [Event.AskFailed] with a sentence. A server that cannot answer just now is
/// asked again, and so is the next one after a failover. Each question has a
/// virtual thread. Thread-safe.
final class ServerQuestions {
    private static final Deadline QUESTION = Deadline.ofMillis(10_000);
    /// Without any server, and for one question altogether.
    private static final Duration NO_SERVER = Duration.ofSeconds(5);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int AT_ONCE = 64;

    private final Links links;
    private final Consumer<Event> loop;
    private final Semaphore room = new Semaphore(AT_ONCE);

    ServerQuestions(Links links, Consumer<Event> loop) {
        this.links = links;
        this.loop = loop;
    }

    /// One question over one stub.
    interface Question {
        Event ask(MessageServer.Client server) throws TException, Malformed;
    }

    /// Does not wait.
    void ask(long request, Question question) {
        Thread.ofVirtual().name("question").start(() -> {
            if (!room.tryAcquire()) {
                loop.accept(new Event.AskFailed(request, "too many questions wait for an answer already"));
                return;
            }
            Event answer;
            try {
                answer = answer(request, question);
            } finally {
                room.release();
            }
            loop.accept(answer);
        });
    }

    /// Asks, and waits for the answer.
    Event answer(long request, Question question) {
        var end = System.nanoTime() + PATIENCE_NANOS;
        var failure = "";
        try {
            do {
                var link = links.await(NO_SERVER);
                if (link.isEmpty()) {
                    return new Event.AskFailed(request, "no message server at the moment");
                }
                var server = link.get();
                try {
                    return question.ask(server.stub(QUESTION));
                } catch (Refused refused) {
                    if (refused.getReason() == Reason.NOT_AUTHENTICATED) {
                        server.lost("no longer knows this session");
                    } else if (refused.getReason() == Reason.ENDED) {
                        server.ended(refused.getMessage());
                        return new Event.AskFailed(request, refused.getMessage());
                    } else if (refused.getReason() != Reason.BUSY && refused.getReason() != Reason.UNAVAILABLE) {
                        return new Event.AskFailed(request, refused.getMessage());
                    }
                    failure = refused.getMessage();
                    links.pause(Duration.ofMillis(ServerLink.retryMillis(refused)));
                } catch (RpcFailure e) {
                    failure = server.server().name() + ": " + e.getMessage();
                    switch (e.kind()) {
                        case UNREACHABLE, CLOSED, OVERLOADED ->
                            links.pause(Duration.ofMillis(ServerLink.RETRY_MILLIS));
                        default -> {
                            return new Event.AskFailed(request, failure);
                        }
                    }
                } catch (TException | Malformed e) {
                    return new Event.AskFailed(request, server.server().name() + " sent what makes no sense: "
                            + e.getMessage());
                }
            } while (System.nanoTime() - end < 0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Event.AskFailed(request, failure);
    }
}
