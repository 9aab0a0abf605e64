// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.api;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import justchat.logs.clock.VectorClock;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.messageserver.codec.FromClient;
import justchat.messageserver.codec.Refusals;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.model.Answered;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.room.Room;
import justchat.rpc.lane.ChunkAnswers;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.HistoryRequest;
import justchat.wire.Lane;
import justchat.wire.Manifest;
import justchat.wire.MessageServer;
import justchat.wire.Open;
import justchat.wire.Opened;
import justchat.wire.Page;
import justchat.wire.Position;
import justchat.wire.Post;
import justchat.wire.Receipt;
import justchat.wire.Refused;
import justchat.wire.RoomMember;
import justchat.wire.RoomSummary;
import justchat.wire.SearchRequest;
import justchat.wire.UploadState;
import justchat.wire.chatConstants;

/// One client's requests, over one connection. Each runs on a virtual thread of
/// its own and may wait.
///
/// Who speaks is what the ticket said when the session was attached, whatever
/// else the caller writes.
final class ClientHandler implements MessageServer.Iface {
    private static final int POST_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 200;
    /// Chunks that one event of the causal log tells of.
    private static final int BATCH = 16;
    /// Digits of a hash that tell files apart in a log.
    private static final int BRIEF = 12;

    private final Services services;
    private final Attachment attachment;
    private final Lookups lookups;
    private final ClientFiles files;

    ClientHandler(Services services, Attachment attachment) {
        this.services = Objects.requireNonNull(services, "services");
        this.attachment = Objects.requireNonNull(attachment, "attachment");
        this.lookups = new Lookups(services);
        this.files = new ClientFiles(services);
    }

    @Override
    public Attached attach(Attach request) throws Refused {
        var arrival = FromClient.attach(request);
        if (request.getProtocolVersion() != chatConstants.PROTOCOL_VERSION) {
            throw Refusals.invalid("protocol version " + request.getProtocolVersion() + " is not spoken here, "
                    + chatConstants.PROTOCOL_VERSION + " is");
        }
        return attachment.attach(arrival);
    }

    @Override
    public Opened open(Open request) throws Refused {
        var opened = attachment.open(FromClient.open(request));
        var clock = services.journal().record(() -> Saying.of(Verb.RECEIVES_OPEN).with(Key.ROOM, request.getRoom())
                .with(Key.USER, user()), FromClient.clock(request.getClock()));
        return opened.setClock(ToWire.clock(clock));
    }

    @Override
    public void close(String room) throws Refused {
        attachment.close(FromClient.room(room));
    }

    @Override
    public List<RoomSummary> rooms() throws Refused {
        var user = attachment.require().user();
        var rooms = services.rooms().all();
        return lookups.summaries(user, rooms, lookups.personal(user, rooms));
    }

    @Override
    public List<RoomMember> members(String room) throws Refused {
        var user = attachment.require().user();
        return lookups.members(user, FromClient.room(room)).stream().map(ToWire::member).toList();
    }

    @Override
    public Map<String, String> away(List<String> users) throws Refused {
        attachment.require();
        return lookups.away(users);
    }

    @Override
    public Page history(HistoryRequest request) throws Refused {
        var user = attachment.require().user();
        var search = FromClient.history(request);
        return ToWire.page(lookups.history(user, FromClient.room(request.getRoom()), search));
    }

    @Override
    public Page search(SearchRequest request) throws Refused {
        var user = attachment.require().user();
        var search = FromClient.search(request);
        return ToWire.page(lookups.search(user, FromClient.room(request.getWithin().getRoom()), search));
    }

    @Override
    public Page unread(String room, List<Position> read, int limit) throws Refused {
        var user = attachment.require().user();
        return ToWire.page(lookups.unread(user, FromClient.room(room), FromClient.read(read), FromClient.limit(
                limit)));
    }

    @Override
    public Receipt post(Post post) throws Refused {
        var session = attachment.require();
        takeAllowance(session.user());
        var told = FromClient.post(post, session.user());
        var room = lookups.room(FromClient.room(post.getRoom()));
        return receipt(await(room, checked(told, room)));
    }

    @Override
    public long ping(long nonce) {
        return nonce;
    }

    /// Without a session there is nothing to end.
    @Override
    public void detach(Map<String, Long> clock) {
        attachment.session().ifPresent(session -> {
            services.journal().record(() -> Saying.of(Verb.DETACHES).with(Key.USER, session.user()),
                    FromClient.clock(clock));
            attachment.end();
            files.close();
        });
    }

    @Override
    public Lane fileLane() throws Refused {
        attachment.require();
        return attachment.letLane(new ChunkAnswers(new FileLane()));
    }

    @Override
    public UploadState beginUpload(Manifest manifest, Map<String, Long> clock) throws Refused {
        var session = attachment.require();
        var begun = FromClient.manifest(manifest, session.user(), services.millis().getAsLong());
        var state = ToWire.present(files.begin(session.user(), begun));
        services.journal().record(() -> Saying.of(Verb.RECEIVES_UPLOAD).with(Key.USER, session.user())
                .with(Key.FILE, brief(begun.hash())).with(Key.SIZE, begun.file().size()), FromClient.clock(clock));
        return state;
    }

    @Override
    public void putChunk(ByteBuffer file, int index, ByteBuffer bytes) throws Refused {
        attachment.require();
        var hash = FromClient.file(file);
        files.put(hash, index, ByteBuffer.wrap(FromClient.chunk(bytes)));
        batch(Verb.RECEIVES_CHUNKS, hash, index);
    }

    @Override
    public void finishUpload(ByteBuffer file, Map<String, Long> clock) throws Refused {
        var session = attachment.require();
        var hash = FromClient.file(file);
        files.finish(session.user(), hash);
        services.journal().record(() -> Saying.of(Verb.STORES_FILE).with(Key.USER, session.user())
                .with(Key.FILE, brief(hash)), FromClient.clock(clock));
    }

    @Override
    public Manifest manifest(ByteBuffer file, Map<String, Long> clock) throws Refused {
        var session = attachment.require();
        var hash = FromClient.file(file);
        services.journal().record(() -> Saying.of(Verb.GIVES_MANIFEST).with(Key.FILE, brief(hash)),
                FromClient.clock(clock));
        return ToWire.manifest(files.manifest(session.user(), hash));
    }

    @Override
    public ByteBuffer getChunk(ByteBuffer file, int index) throws Refused {
        var session = attachment.require();
        var hash = FromClient.file(file);
        var bytes = ByteBuffer.wrap(files.chunk(session.user(), hash, index));
        batch(Verb.SENDS_CHUNKS, hash, index);
        return bytes;
    }

    @Override
    public void drop(ByteBuffer file, Map<String, Long> clock) throws Refused {
        var session = attachment.require();
        var hash = FromClient.file(file);
        files.drop(session.user(), hash);
        services.journal().record(() -> Saying.of(Verb.DROPS_FILE).with(Key.USER, session.user())
                .with(Key.FILE, brief(hash)), FromClient.clock(clock));
    }

    private String user() {
        return attachment.session().map(session -> session.user()).orElse("");
    }

    /// Of many chunks, those that end a batch are told of.
    private void batch(Verb verb, ContentHash hash, int index) {
        if (index % BATCH == BATCH - 1) {
            services.journal().record(() -> Saying.of(verb).with(Key.USER, user()).with(Key.FILE, brief(hash))
                    .with(Key.CHUNKS, index - BATCH + 1 + "-" + index));
        }
    }

    private static String brief(ContentHash hash) {
        return hash.toString().substring(0, BRIEF);
    }

    /// The same requests, one after another, over a lane.
    private final class FileLane implements ChunkAnswers.Chunks {
        @Override
        public void read(byte[] id, int index, ByteBuffer into) throws Refused {
            var session = attachment.require();
            var hash = FromClient.file(ByteBuffer.wrap(id));
            files.read(session.user(), hash, index, into);
            batch(Verb.SENDS_CHUNKS, hash, index);
        }

        @Override
        public void store(byte[] id, int index, ByteBuffer bytes) throws Refused {
            attachment.require();
            var hash = FromClient.file(ByteBuffer.wrap(id));
            files.put(hash, index, bytes);
            batch(Verb.RECEIVES_CHUNKS, hash, index);
        }
    }

    /// The connection is closed.
    void closed() {
        attachment.end();
        files.close();
    }

    private void takeAllowance(String user) throws Refused {
        int waitMillis = services.posts().take(user, now());
        if (waitMillis > 0) {
            throw Refusals.busy("slower: " + Connections.POSTS_PER_SECOND + " messages a second", waitMillis);
        }
    }

    /// Looks at what the room's strand should not wait for.
    private justchat.messageserver.model.Post checked(justchat.messageserver.model.Post post, Room room)
            throws Refused {
        return switch (post.payload()) {
            case Payload.FileNotice file -> {
                files.requireWhole(post.author(), file);
                yield post;
            }
            case Payload.Sealed sealed -> {
                if (sealed.file().isPresent()) {
                    files.requireWhole(post.author(), room.info().name(), sealed.file().get());
                }
                yield post;
            }
            case Payload.Admission admission -> room.summary().lock().filter(lock -> lock.admits(room.info().name(),
                    post.author(), admission.signature().toArray())).map(post::admittedBy).orElse(post);
            default -> post;
        };
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Answered await(Room room, justchat.messageserver.model.Post post) throws Refused {
        try {
            return room.tell(post).toCompletableFuture().get(POST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw Refusals.busy("not stored in time; repeat it, it is shown once", RETRY_MILLIS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the room failed over " + post.id(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Refusals.unavailable("this server is stopping", RETRY_MILLIS);
        }
    }

    static Receipt receipt(Answered answered) throws Refused {
        VectorClock clock = answered.clock();
        return switch (answered.outcome()) {
            case Outcome.Stored(var receipt) -> ToWire.receipt(receipt, clock);
            case Outcome.Busy(String message, int retryAfterMillis) -> throw Refusals.busy(message, retryAfterMillis);
            case Outcome.Unavailable(String message) -> throw Refusals.unavailable(message, RETRY_MILLIS);
            case Outcome.Equivocation() -> throw Refusals.equivocation();
            case Outcome.NotPermitted(String message) -> throw Refusals.notPermitted(message);
            case Outcome.TooLarge(String message) -> throw Refusals.tooLarge(message);
            case Outcome.Invalid(String message) -> throw Refusals.invalid(message);
        };
    }
}
