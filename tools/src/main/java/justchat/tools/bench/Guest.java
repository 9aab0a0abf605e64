// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.apache.thrift.TException;

import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.MessageId;
import justchat.wire.MessageServer;
import justchat.wire.Open;
import justchat.wire.Opened;
import justchat.wire.Payload;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.chatConstants;

/// A session at a message server: a [Link] that has shown a ticket, and pings. Any thread.
final class Guest {
    /// Servers are patient for five seconds.
    private static final long PING_NANOS = 2_000_000_000;
    private static final int INSTANCE_BYTES = 16;

    private final Link link;
    private final byte[] instance;

    private Guest(Link link, byte[] instance) {
        this.link = Objects.requireNonNull(link, "link");
        this.instance = instance;
    }

    /// Opens a session of a client instance that nobody has seen before. Sessions of one ticket are of one user.
    static CompletableFuture<Guest> attach(Link link, byte[] ticket) {
        return attach(link, ticket, newInstance());
    }

    /// Of a client instance that goes on from one session to the next.
    static byte[] newInstance() {
        var instance = new byte[INSTANCE_BYTES];
        ThreadLocalRandom.current().nextBytes(instance);
        return instance;
    }

    /// Opens a session of this client instance.
    static CompletableFuture<Guest> attach(Link link, byte[] ticket, byte[] instance) {
        var guest = new Guest(link, instance);
        var attach = new Attach(chatConstants.PROTOCOL_VERSION, ByteBuffer.wrap(ticket), ByteBuffer.wrap(instance), 0);
        return link.call("attach", new MessageServer.attach_args(attach)).thenApply(answer -> {
            attached(answer);
            link.later(ThreadLocalRandom.current().nextLong(PING_NANOS), guest::ping);
            return guest;
        });
    }

    private static Attached attached(byte[] answer) {
        return read(() -> {
            var result = Frames.answer(answer, new MessageServer.attach_result());
            if (result.isSetRefused()) {
                throw result.getRefused();
            }
            return result.getSuccess();
        });
    }

    private void ping() {
        link.call("ping", new MessageServer.ping_args(1));
        link.later(PING_NANOS, this::ping);
    }

    /// Starts to read a room, from now on.
    CompletableFuture<Opened> open(String room) {
        return open(room, _ -> {});
    }

    /// As [#open(String)].
    ///
    /// @param told
    ///            is told, on the link's event loop; some deliveries may have been heard by then
    CompletableFuture<Opened> open(String room, Consumer<Opened> told) {
        return link.call("open", new MessageServer.open_args(new Open(room).setRecent(0))).thenApply(answer -> {
            var opened = opened(answer);
            told.accept(opened);
            return opened;
        });
    }

    private static Opened opened(byte[] answer) {
        return read(() -> {
            var result = Frames.answer(answer, new MessageServer.open_result());
            if (result.isSetRefused()) {
                throw result.getRefused();
            }
            return result.getSuccess();
        });
    }

    /// The frame that posts something; its number is the sequence.
    byte[] post(String room, int sequence, List<Position> seen, Payload payload) {
        return Frames.call("post", sequence, new MessageServer.post_args(new Post(room,
                new MessageId(ByteBuffer.wrap(instance), sequence), seen, payload)));
    }

    Link link() {
        return link;
    }

    ByteBuffer instance() {
        return ByteBuffer.wrap(instance).asReadOnlyBuffer();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws TException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (TException failure) {
            throw new CompletionException(failure);
        }
    }
}
