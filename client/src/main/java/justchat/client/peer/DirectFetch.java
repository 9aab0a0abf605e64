// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.thrift.TBaseHelper;
import org.apache.thrift.TException;

import justchat.client.codec.Directory;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;
import justchat.client.file.Download;
import justchat.client.file.FileManifest;
import justchat.client.file.Unfinished;
import justchat.client.model.Instance;
import justchat.client.session.ChunkPump;
import justchat.client.session.NobodyAnswers;
import justchat.client.session.Shares;
import justchat.client.session.TransferFailure;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.lane.ChunkCalls;
import justchat.rpc.lane.ChunkRefused;
import justchat.rpc.lane.Lane;
import justchat.rpc.lane.LaneLost;
import justchat.wire.Peer;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Over a direct link: says ACCEPTED, with how much is here already, and pulls
/// sealed chunks. While the sender is away it waits and goes on by itself, with
/// whichever of the sender's sessions knows the offer, for a quarter of an hour
/// without a chunk; then there is no way.
///
/// Owned by the thread that runs it.
final class DirectFetch implements Fetching.Fetch {
    static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(15);
    private static final Deadline CHUNK = Deadline.ofMillis(10_000);
    /// Links are made anew within this time without a word.
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_PAUSES = 25;
    private static final int ACCEPTS = 3;
    /// How often it is believed that a sender's other sessions do not know the offer,
    /// while the one that made it is away.
    private static final int MAX_UNKNOWN = 5;

    private final Fetching.Job job;
    private final AtomicLong moved = new AtomicLong();
    private long movedNanos = System.nanoTime();
    private boolean accepted;
    private int unknown;
    private int pauses;
    private boolean told;

    DirectFetch(Fetching.Job job) {
        this.job = job;
    }

    /// The sender cannot be reached; the sentence says why.
    static final class NoWay extends Exception {
        private static final long serialVersionUID = 1;

        NoWay(String sentence) {
            super(sentence);
        }
    }

    private interface Attempt<T> {
        T run() throws TException, TransferFailure, IOException, InterruptedException;
    }

    /// Tells the session that made the offer; tries again before it gives the direct way up.
    ///
    /// @return false if there is no way to it
    boolean accepts(Unfinished what, VectorClock clock) throws TransferFailure {
        for (var attempt = 0; attempt < ACCEPTS && !accepted; attempt++) {
            job.running().check();
            try {
                job.roads().courier().deliver(job.account(), job.source().user(), new Instance(what.session()),
                        new PrivateMessage.Answer(job.source().offer(), Outcome.ACCEPTED), clock);
                accepted = true;
            } catch (Undelivered e) {
                if (e.isForGood()) {
                    throw TransferFailure.forGood(e.getMessage());
                }
            }
        }
        return accepted;
    }

    @Override
    public FileManifest whole(Unfinished what) throws TransferFailure, NoWay, InterruptedException {
        return insist(what, () -> 0, () -> job.whole(what.manifest(), pages(what)));
    }

    private List<byte[]> pages(Unfinished what) throws TException, TransferFailure {
        var sender = sender(pauses > 0);
        var session = sessions(what, sender).stream().findFirst().orElseThrow(() -> TransferFailure.passing(job.source()
                .user() + " is not online"));
        var pages = new ArrayList<byte[]>();
        for (var number = 0; number < SealedFile.pages(what.manifest()); number++) {
            pages.add(job.page(what, number, asked(sender, session, SealedFile.page(number))));
        }
        return pages;
    }

    @Override
    public void fetch(Unfinished what, Download download) throws TransferFailure, NoWay, InterruptedException {
        insist(what, download::presentBytes, () -> {
            pull(what, download);
            return download;
        });
    }

    private <T> T insist(Unfinished what, LongSupplier present, Attempt<T> attempt)
            throws TransferFailure, NoWay, InterruptedException {
        while (true) {
            job.running().check();
            var before = moved.get();
            var answers = false;
            String failure;
            try {
                if (!accepted) {
                    goOn(what, present.getAsLong());
                    accepted = true;
                }
                return attempt.run();
            } catch (Refused refused) {
                failure = refused(what, refused);
                answers = true;
            } catch (TransferFailure e) {
                if (e.kind() != TransferFailure.Kind.PASSING) {
                    throw e;
                }
                failure = e.getMessage();
            } catch (TException e) {
                failure = "no direct link to " + job.source().user() + ": " + e.getMessage();
            } catch (IOException e) {
                throw TransferFailure.stopped(e.getMessage());
            }
            if (moved.get() > before) {
                movedNanos = System.nanoTime();
                pauses = 0;
                unknown = 0;
                told = false;
            }
            await(failure, answers);
        }
    }

    /// Says so, and waits a little longer each time. A sender that answers, and gives out
    /// nothing, is no missing link.
    private void await(String failure, boolean answers) throws TransferFailure, NoWay {
        var still = System.nanoTime() - movedNanos;
        if (still > job.roads().patienceNanos()) {
            if (answers) {
                throw TransferFailure.stopped(failure);
            }
            throw new NoWay(failure);
        }
        if (!told && still > QUIET_NANOS) {
            told = true;
            job.progress().held(failure);
        }
        pauses = Math.min(MAX_PAUSES, pauses + 1);
        for (var pause = 0; pause < pauses; pause++) {
            job.running().check();
            Whereabouts.pause();
        }
    }

    /// Says how much is here; whoever of the sender's sessions takes it knows the offer.
    private void goOn(Unfinished what, long present) throws TransferFailure {
        try {
            job.roads().courier().deliver(job.account(), job.source().user(),
                    new PrivateMessage.Answer(job.source().offer(), Outcome.ACCEPTED,
                            present),
                    VectorClock.empty());
        } catch (Undelivered e) {
            if (e.isForGood()) {
                throw unknown(what, e.getMessage());
            }
            throw TransferFailure.passing(e.getMessage());
        }
    }

    /// What a refusal means: it passes, or this throws.
    private String refused(Unfinished what, Refused refused) throws TransferFailure {
        var sentence = job.source().user() + ": " + refused.getMessage();
        return switch (refused.getReason()) {
            case BUSY, UNAVAILABLE -> sentence;
            case NOT_FOUND -> {
                var unknown = unknown(what, sentence);
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
    private TransferFailure unknown(Unfinished what, String sentence) {
        var again = "ask " + job.source().user() + " to offer it again, what has arrived is used then";
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

    private void pull(Unfinished what, Download download)
            throws TException, TransferFailure, IOException, InterruptedException {
        Optional<Refused> last = Optional.empty();
        var sender = sender(pauses > 0);
        for (var session : sessions(what, sender)) {
            try (var seat = job.roads().shares().join(job.source().user())) {
                pull(what, download, sender, session, seat);
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
        throw TransferFailure.passing(job.source().user() + " is not online");
    }

    private void pull(Unfinished what, Download download, Directory.Location sender, Directory.PeerSession session,
            Shares.Seat seat) throws TException, TransferFailure, IOException, InterruptedException {
        var missing = download.missing();
        var lane = missing.length > ChunkPump.FEW
                ? job.roads().links().lane(job.account().name(), sender, session)
                : Optional.<Lane>empty();
        if (lane.isEmpty()) {
            ChunkPump.run(missing, seat, index -> {
                job.running().check();
                written(download, index, job.isWritten(what, download, index, asked(sender, session, index)));
            });
            return;
        }
        try (var open = lane.get()) {
            new ChunkCalls(open).get(OfferIds.bytes(job.source().offer()), missing, (index, bytes) -> {
                job.running().check();
                seat.turn();
                written(download, index, job.isWritten(download, index, bytes));
            });
        } catch (ChunkRefused e) {
            throw e.as(new Refused());
        } catch (LaneLost e) {
            throw TransferFailure.passing("the direct link to " + job.source().user() + " is lost: " + e.getMessage());
        }
    }

    private void written(Download download, int index, boolean isWritten) throws TransferFailure {
        if (!isWritten) {
            throw TransferFailure.forGood("chunk " + index + " is not what was offered");
        }
        moved.incrementAndGet();
        job.progress().at(download.presentBytes(), OutgoingOffer.DIRECT);
    }

    /// The session that made the offer first.
    private static List<Directory.PeerSession> sessions(Unfinished what, Directory.Location sender) {
        return sender.sessions().stream().sorted(Comparator.comparing(session -> !session.instance().hex().equals(what
                .session()))).toList();
    }

    /// Where the sender is now.
    private Directory.Location sender(boolean again) throws TException, TransferFailure {
        try {
            return job.roads().whereabouts().of(job.source().user(), again, VectorClock.empty());
        } catch (NobodyAnswers e) {
            throw TransferFailure.passing(e.getMessage());
        } catch (KeyChanged e) {
            throw TransferFailure.stopped(e.getMessage());
        }
    }

    private byte[] asked(Directory.Location sender, Directory.PeerSession session, int index) throws TException {
        var id = ByteBuffer.wrap(OfferIds.bytes(job.source().offer()));
        return TBaseHelper.byteBufferToByteArray(
                job.roads().links().forFiles(sender, session).stub(Peer.Client::new,
                        CHUNK).chunk(job.account().name(), id, index));
    }
}
