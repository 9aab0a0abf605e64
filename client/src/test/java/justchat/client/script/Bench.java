// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import justchat.client.core.CausalLog;
import justchat.client.core.ClientCore;
import justchat.client.core.ClientLoop;
import justchat.client.core.Entrance;
import justchat.client.core.Event;
import justchat.client.core.Exit;
import justchat.client.core.Network;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Code;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Order;
import justchat.client.model.Page;
import justchat.client.model.Payload;
import justchat.client.model.Place;
import justchat.client.model.Refusal;
import justchat.client.model.RoomInfo;
import justchat.client.model.RoomMember;
import justchat.client.model.RoomName;
import justchat.client.model.RoomSummary;
import justchat.client.model.SealedLetter;
import justchat.client.model.Search;
import justchat.client.model.Seen;
import justchat.client.model.SentMessage;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.model.Wording;
import justchat.logs.clock.VectorClock;

/// A client in a pipe whose network is one server that always says yes.
final class Bench implements AutoCloseable, Entrance {
    private static final VectorClock CLOCK = VectorClock.empty();

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger uploads = new AtomicInteger();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CompletableFuture<Exit> end = new CompletableFuture<>();
    private final ClientLoop loop;

    Bench() {
        this(RoomName.LOBBY);
    }

    Bench(String room) {
        var core = new ClientCore(new ClientCore.Settings(room, new Instance("aa".repeat(16)), Path.of("/tmp"),
                ZoneOffset.UTC, 0, false, Map.of()));
        loop = new ClientLoop(core, new YesServer(), new LineScreen(new Printer(out, () -> {}), Wording
                .commands(ZoneOffset.UTC)),
                this, (_, _) -> Optional.empty(), CausalLog.none());
        loop.logIn(new Login("elon", "secret", false));
    }

    void read(String text, boolean commands) {
        new LineInput(new StringReader(text), commands, loop).run();
    }

    Exit end() throws InterruptedException {
        try {
            return end.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    List<String> posted() {
        return List.copyOf(posted);
    }

    int uploads() {
        return uploads.get();
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void admitted(String name) {
        // the screen says so
    }

    @Override
    public void denied(Refusal reason, String sentence) {
        throw new AssertionError(sentence);
    }

    @Override
    public void delayed(String sentence) {
        throw new AssertionError(sentence);
    }

    @Override
    public void stopped(Exit exit, String sentence) {
        end.complete(exit);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class YesServer implements Network {
        @Override
        public void logIn(Login login, VectorClock clock) {
            tell(new Event.LoggedIn(login.name(), "lb-1", CLOCK));
        }

        @Override
        public void attach(VectorClock clock) {
            tell(new Event.Attached("ms-1", "lb-1", List.of(room(RoomName.LOBBY)), Map.of(), 0, CLOCK));
        }

        @Override
        public void open(String room, Optional<Seen> seen, int recent, VectorClock clock) {
            tell(new Event.Opened(room(room), 0, Seen.nothing(), CLOCK));
        }

        @Override
        public void closeRoom(String room) {
            // nothing is delivered here
        }

        @Override
        public void post(String room, MessageId id, Seen seen, Payload payload, VectorClock clock) {
            var where = room.equals(RoomName.LOBBY) ? "" : "[" + room + "] ";
            posted.add(where + (payload instanceof Payload.Text text ? text.text() : payload.toString()));
            tell(new Event.Stored(room, id, 2, 3, CLOCK));
        }

        @Override
        public void whisper(long request, String user, String text, VectorClock clock) {
            tell(new Event.Whispered(request, new MessageId(new Instance("dd".repeat(16)), request), user, text,
                    "direct", CLOCK));
        }

        @Override
        public void receipt(String user, List<MessageId> messages, SentMessage.News news, VectorClock clock) {
            // nobody writes letters here
        }

        @Override
        public void keepSent(List<SentMessage> messages) {
            // there is no later run
        }

        @Override
        public void openLetter(MessageId id, String author, SealedLetter letter, VectorClock clock) {
            tell(new Event.LetterUnreadable(id, Optional.empty(), "there are no letters here"));
        }

        @Override
        public void createRoom(long request, String room, Order order, Optional<Code> code, VectorClock clock) {
            tell(new Event.RoomCreated(request, new RoomInfo(room, order, "elon", 0), CLOCK));
        }

        @Override
        public void enterCode(long request, String room, Code code) {}

        @Override
        public void makeCode(long request, String room, Code code) {}

        @Override
        public void follow() {
            throw new AssertionError("nobody is moved");
        }

        @Override
        public void account(long request, AccountQuestion question, VectorClock clock) {
            tell(new Event.AskFailed(request, "not here"));
        }

        @Override
        public void rooms(long request) {
            tell(new Event.Rooms(request, List.of(room(RoomName.LOBBY))));
        }

        @Override
        public void away(long request, List<String> users) {
            tell(new Event.WhoIsAway(request, Map.of()));
        }

        @Override
        public void members(long request, String room) {
            tell(new Event.Members(request, List.of(new RoomMember("elon", false, false, false))));
        }

        @Override
        public void history(long request, String room, Optional<Place> before, int limit, OptionalLong sinceMillis) {
            nothingMore(request);
        }

        @Override
        public void search(long request, Search search) {
            nothingMore(request);
        }

        @Override
        public void unread(long request, String room, Seen read, int limit) {
            nothingMore(request);
        }

        private void nothingMore(long request) {
            tell(new Event.PageRead(request, new Page(List.of(), Optional.empty(), 0)));
        }

        private RoomSummary room(String name) {
            return new RoomSummary(new RoomInfo(name, Order.CAUSAL, "", 0), "", 1, true, 0, Seen.nothing(), 0);
        }

        @Override
        public void offer(TransferId transfer, String user, Path file, long expiresAtMillis, VectorClock clock) {
            uploads.incrementAndGet();
        }

        @Override
        public void upload(TransferId transfer, Path file, String room, VectorClock clock) {
            uploads.incrementAndGet();
        }

        @Override
        public void download(TransferId transfer, Source source, FileInfo file, Path directory, String name,
                VectorClock clock) {
            tell(new Event.TransferFailed(transfer, "there are no files here"));
        }

        @Override
        public void decline(Source.Person offer, VectorClock clock) {
            // nobody minds
        }

        @Override
        public void cancel(TransferId transfer) {
            tell(new Event.TransferFailed(transfer, "cancelled"));
        }

        @Override
        public void pause(TransferId transfer) {
            // there are no files here
        }

        @Override
        public void goOn(TransferId transfer) {
            // there are no files here
        }

        @Override
        public void findUnfinished(Path directory) {
            // there are no files here
        }

        @Override
        public void serve(TransferId transfer, String offer) {
            // there are no files here
        }

        @Override
        public void discard(TransferId transfer, Source source, FileInfo file, Path directory, String name) {
            // there are no files here
        }

        @Override
        public void files(long request, VectorClock clock) {
            tell(new Event.Files(request, List.of(), CLOCK));
        }

        @Override
        public void online(long request) {
            tell(new Event.Online(request, List.of("elon")));
        }

        @Override
        public void close() {
            // nothing is open
        }

        /// Answers come from elsewhere, as they do in life.
        private void tell(Event event) {
            Thread.startVirtualThread(() -> loop.hear(event));
        }
    }
}
