// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import justchat.client.core.ClientCore;
import justchat.client.core.ClientLoop;
import justchat.client.core.Entrance;
import justchat.client.core.Event;
import justchat.client.core.Exit;
import justchat.client.core.Network;
import justchat.client.model.FileInfo;
import justchat.client.model.Instance;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Seen;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.model.Wording;
import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;

/// A client in a pipe whose network is one server that always says yes.
final class Bench implements AutoCloseable, Entrance {
    private static final VectorClock CLOCK = VectorClock.empty();

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger uploads = new AtomicInteger();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CompletableFuture<Exit> end = new CompletableFuture<>();
    private final ClientLoop loop;

    Bench() {
        var core = new ClientCore(new ClientCore.Settings("lobby", new Instance("aa".repeat(16)), Path.of("/tmp"), 0));
        loop = new ClientLoop(core, new YesServer(), new LineScreen(out, Wording.commands(ZoneOffset.UTC), () -> {}),
                this, _ -> Journal.off());
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
        public void attach(Seen seen, VectorClock clock) {
            tell(new Event.Attached("ms-1", "lb-1", Seen.nothing(), 0, 0, CLOCK));
        }

        @Override
        public void post(MessageId id, Seen seen, Payload payload, VectorClock clock) {
            posted.add(((Payload.Text) payload).text());
            tell(new Event.Stored(id, 2, 3, CLOCK));
        }

        @Override
        public void whisper(long request, String user, String text, VectorClock clock) {
            tell(new Event.Whispered(request, user, text, "direct", CLOCK));
        }

        @Override
        public void offer(TransferId transfer, String user, Path file, long expiresAtMillis, VectorClock clock) {
            uploads.incrementAndGet();
        }

        @Override
        public void upload(TransferId transfer, Path file, VectorClock clock) {
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
