// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.thrift.TBaseHelper;
import org.apache.thrift.TException;

import justchat.client.codec.Directory;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.ChunkSeal;
import justchat.client.file.Download;
import justchat.client.file.Unfinished;
import justchat.client.model.Instance;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.Account;
import justchat.client.session.ChunkPump;
import justchat.client.session.NobodyAnswers;
import justchat.client.session.Progress;
import justchat.client.session.Shares;
import justchat.client.session.TransferFailure;
import justchat.client.session.Transfers;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.Peer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// One private file on its way here: says ACCEPTED, with how much is here already,
/// and pulls sealed chunks over a direct link. While the sender is away it waits
/// and goes on by itself, with whichever of the sender's sessions knows the offer,
/// for a quarter of an hour without a chunk; then what has arrived stays.
///
/// Owned by the thread that runs it.
final class Fetching {
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);
    /// Links are made anew within this time without a word.
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_PAUSES = 25;
    /// How often it is believed that a sender's other sessions do not know the offer,
    /// while the one that made it is away.
    private static final int MAX_UNKNOWN = 5;
    private static final String PATH = "direct";

    private final Roads roads;
    private final Account account;
    private final Unfinished what;
    private final Source.Person source;
    private final TransferId transfer;
    private final Path directory;
    private final Transfers.Running running;
    private final Progress progress;
    private final AtomicLong moved = new AtomicLong();
    private long movedNanos = System.nanoTime();
    private int unknown;
    private int pauses;
    private boolean told;

    /// How others are reached.
    record Roads(Courier courier, Whereabouts whereabouts, PeerLinks links, Shares shares) {}

    Fetching(Roads roads, Account account, Unfinished what, TransferId transfer, Path directory,
            Transfers.Running running, Consumer<Event> loop) {
        this.roads = roads;
        this.account = account;
        this.what = what;
        this.source = (Source.Person) what.source();
        this.directory = directory;
        this.running = running;
        this.transfer = transfer;
        this.progress = new Progress(transfer, what.manifest().size(), loop);
    }

    /// To the end.
    Event run(VectorClock clock) throws TransferFailure, IOException, InterruptedException {
        var begin = System.nanoTime();
        var isNew = Unfinished.load(directory, what.name(), what.file().hash()).isEmpty();
        if (isNew) {
            accept(clock);
        }
        try (var download = Download.open(directory, what.name(), what.manifest())) {
            what.save(directory);
            progress.surely(download.presentBytes(), "");
            fetch(download, isNew);
            progress.surely(what.manifest().size(), PATH);
            var saved = download.finish();
            return new Event.TransferDone(transfer, saved, what.manifest().size(), TimeUnit.NANOSECONDS.toMillis(System
                    .nanoTime() - begin), PATH, what.file().hash(), VectorClock.empty());
        } finally {
            if (running.isPaused() && Unfinished.load(directory, what.name(), what.file().hash()).isPresent()) {
                what.paused(true).save(directory);
            }
        }
    }

    private void accept(VectorClock clock) throws TransferFailure {
        try {
            roads.courier.deliver(account, source.user(), new Instance(what.session()), new PrivateMessage.Answer(source
                    .offer(), Outcome.ACCEPTED), clock);
        } catch (Undelivered e) {
            throw TransferFailure.forGood(e.getMessage());
        }
    }

    private void fetch(Download download, boolean begun) throws TransferFailure, InterruptedException {
        var accepted = begun;
        while (true) {
            running.check();
            var before = moved.get();
            String failure;
            try {
                if (!accepted) {
                    goOn(download.presentBytes());
                    accepted = true;
                }
                pull(download);
                return;
            } catch (Refused refused) {
                failure = refused(refused);
            } catch (TransferFailure e) {
                if (e.kind() != TransferFailure.Kind.PASSING) {
                    throw e;
                }
                failure = e.getMessage();
            } catch (TException e) {
                failure = "no direct link to " + source.user() + ": " + e.getMessage();
            } catch (IOException e) {
                throw TransferFailure.stopped(e.getMessage());
            }
            if (moved.get() > before) {
                movedNanos = System.nanoTime();
                pauses = 0;
                unknown = 0;
                told = false;
            }
            await(failure);
        }
    }

    /// Says so, and waits a little longer each time.
    private void await(String failure) throws TransferFailure {
        var still = System.nanoTime() - movedNanos;
        if (still > PATIENCE_NANOS) {
            throw TransferFailure.stopped(failure);
        }
        if (!told && still > QUIET_NANOS) {
            told = true;
            progress.held(failure);
        }
        pauses = Math.min(MAX_PAUSES, pauses + 1);
        for (var pause = 0; pause < pauses; pause++) {
            running.check();
            Whereabouts.pause();
        }
    }

    /// Says how much is here; whoever of the sender's sessions takes it knows the offer.
    private void goOn(long present) throws TransferFailure {
        try {
            roads.courier.deliver(account, source.user(), new PrivateMessage.Answer(source.offer(), Outcome.ACCEPTED,
                    present), VectorClock.empty());
        } catch (Undelivered e) {
            if (e.isForGood()) {
                throw unknown(e.getMessage());
            }
            throw TransferFailure.passing(e.getMessage());
        }
    }

    /// What a refusal means: it passes, or this throws.
    private String refused(Refused refused) throws TransferFailure {
        var sentence = source.user() + ": " + refused.getMessage();
        return switch (refused.getReason()) {
            case BUSY, UNAVAILABLE -> sentence;
            case NOT_FOUND -> {
                var unknown = unknown(sentence);
                if (unknown.kind() != TransferFailure.Kind.PASSING) {
                    throw unknown;
                }
                yield sentence;
            }
            case null, default -> throw TransferFailure.forGood(sentence);
        };
    }

    /// Nobody who is there knows the offer. If the one who made it is away, it may come
    /// back and know it again.
    private TransferFailure unknown(String sentence) {
        var again = "ask " + source.user() + " to offer it again, what has arrived is used then";
        try {
            var isThere = sender(true).sessions().stream()
                    .anyMatch(session -> session.instance().hex().equals(what.session()));
            return isThere || ++unknown > MAX_UNKNOWN
                    ? TransferFailure.stopped(sentence + "; " + again)
                    : TransferFailure.passing(sentence);
        } catch (TException | TransferFailure _) {
            return TransferFailure.passing(sentence);
        }
    }

    private void pull(Download download)
            throws TException, TransferFailure, IOException, InterruptedException {
        Optional<Refused> last = Optional.empty();
        var sender = sender(pauses > 0);
        for (var session : sessions(sender)) {
            try (var seat = roads.shares.join(source.user())) {
                ChunkPump.run(download.missing(), seat, index -> {
                    running.check();
                    chunk(sender, session, index, download);
                    moved.incrementAndGet();
                    progress.at(download.presentBytes(), PATH);
                });
                return;
            } catch (Refused refused) {
                if (refused.getReason() != Reason.NOT_FOUND) {
                    throw refused;
                }
                last = Optional.of(refused);
            }
        }
        if (last.isPresent()) {
            throw last.get();
        }
        throw TransferFailure.passing(source.user() + " is not online");
    }

    /// The session that made the offer first.
    private List<Directory.PeerSession> sessions(Directory.Location sender) {
        return sender.sessions().stream().sorted(Comparator.comparing(session -> !session.instance().hex().equals(what
                .session()))).toList();
    }

    /// Where the sender is now.
    private Directory.Location sender(boolean again) throws TException, TransferFailure {
        try {
            return roads.whereabouts.of(source.user(), again, VectorClock.empty());
        } catch (NobodyAnswers e) {
            throw TransferFailure.passing(e.getMessage());
        } catch (KeyChanged e) {
            throw TransferFailure.stopped(e.getMessage());
        }
    }

    private void chunk(Directory.Location sender, Directory.PeerSession session, int index, Download download)
            throws TException, TransferFailure, IOException {
        var id = OfferIds.bytes(source.offer());
        var sealed = roads.links.forFiles(sender, session).stub(Peer.Client::new, CHUNK).chunk(account.name(),
                ByteBuffer.wrap(
                        id),
                index);
        if (!isWritten(download, id, index, TBaseHelper.byteBufferToByteArray(sealed))) {
            throw TransferFailure.forGood("chunk " + index + " is not what was offered");
        }
    }

    private boolean isWritten(Download download, byte[] offer, int index, byte[] sealed) throws IOException {
        try {
            return download.write(index, ChunkSeal.open(what.key(), offer, index, sealed));
        } catch (CannotOpen _) {
            return false;
        }
    }
}
