// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.mirror;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.messageserver.codec.FromServer;
import justchat.messageserver.codec.ToWire;
import justchat.messageserver.file.Copies;
import justchat.messageserver.file.FileStore;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Manifest;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Standing;
import justchat.rpc.Deadline;
import justchat.rpc.RpcFailure;
import justchat.rpc.client.RpcClient;
import justchat.rpc.tls.ClientTls;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Replica;

/// Files on the other servers: puts copies there, and fetches what is not here.
/// Thread-safe; methods block on the network, one chunk in memory at a time.
public final class Mirror implements Copies, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final Deadline STEP = Deadline.ofMillis(5_000);
    /// The other server waits for its disk.
    private static final Deadline SEALING = Deadline.ofMillis(60_000);
    private static final int REMEMBERED = 128;

    /// Where a file was found.
    private record Found(Manifest manifest, Member holder) {}

    private final FileStore files;
    private final Supplier<Standing> standing;
    private final int copies;
    private final Links links;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`; the oldest is forgotten first.
    private final LinkedHashMap<ContentHash, Found> found = new LinkedHashMap<>();

    /// @param copies
    ///            how many servers a file should be on, this one included
    /// @param standing
    ///            of this server, always the newest
    public Mirror(FileStore files, int copies, RpcClient client, ClientTls tls, Supplier<Standing> standing) {
        if (copies < 1) {
            throw new IllegalArgumentException("copies: " + copies);
        }
        this.files = Objects.requireNonNull(files, "files");
        this.standing = Objects.requireNonNull(standing, "standing");
        this.copies = copies;
        this.links = new Links(client, tls);
    }

    @Override
    public boolean spread(Manifest manifest) {
        int missing = copies - 1;
        boolean refused = false;
        for (var member : others(manifest.hash())) {
            if (missing == 0) {
                break;
            }
            switch (push(manifest, member)) {
                case DONE -> missing--;
                case NOT_TAKEN -> refused = true;
                case NOT_THERE -> LOG.info("{} cannot be reached for a copy of {}", member.name(), manifest.hash());
            }
        }
        return missing == 0 || !refused;
    }

    @Override
    public Optional<Manifest> manifest(ContentHash file) {
        return find(file).map(Found::manifest);
    }

    @Override
    public Optional<byte[]> chunk(ContentHash file, int index) {
        var known = find(file).filter(place -> 0 <= index && index < place.manifest().chunks().size());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var manifest = known.get().manifest();
        var bytes = fetch(known.get().holder(), manifest, index);
        if (bytes.isPresent()) {
            return bytes;
        }
        forget(file);
        return others(file).stream().filter(member -> !member.equals(known.get().holder())).map(member -> fetch(member,
                manifest, index)).flatMap(Optional::stream).findFirst();
    }

    @Override
    public void drop(ContentHash parcel) {
        forget(parcel);
        for (var member : others(parcel)) {
            try {
                links.to(member).stub(Replica.Client::new, STEP).dropFile(ToWire.hash(parcel));
            } catch (TException e) {
                LOG.info("{} was not told to drop {}; it does so by itself in time: {}", member.name(), parcel, e
                        .toString());
            }
        }
    }

    /// Copies a file that is whole here to this member.
    ///
    /// @return whether it has it now
    boolean copy(Manifest manifest, Member member) {
        return push(manifest, member) == Push.DONE;
    }

    /// Those of these files that this member holds.
    ///
    /// @return empty if it cannot be asked
    Optional<Set<ContentHash>> held(Member member, List<ContentHash> asked) {
        var held = new HashSet<ContentHash>();
        try {
            for (int from = 0; from < asked.size(); from += FromServer.MAX_FILES) {
                var part = asked.subList(from, Math.min(asked.size(), from + FromServer.MAX_FILES));
                held.addAll(FromServer.files(links.to(member).stub(Replica.Client::new, STEP).heldFiles(part.stream()
                        .map(ToWire::hash).toList())));
            }
        } catch (TException e) {
            LOG.info("{} cannot be asked what it holds: {}", member.name(), e.toString());
            return Optional.empty();
        }
        held.retainAll(Set.copyOf(asked));
        return Optional.of(held);
    }

    /// Keeps no connections to servers that left.
    public void viewChanged() {
        links.follow(standing.get().deployment().view());
    }

    @Override
    public void close() {
        links.close();
    }

    private enum Push {
        DONE, NOT_TAKEN, NOT_THERE
    }

    private Push push(Manifest manifest, Member member) {
        try {
            var replica = links.to(member).stub(Replica.Client::new, STEP);
            var present = new HashSet<>(FromServer.present(replica.offerFile(ToWire.manifest(manifest)), manifest));
            var file = ToWire.hash(manifest.hash());
            for (int index = 0; index < manifest.chunks().size(); index++) {
                if (!present.contains(index)) {
                    var bytes = files.chunk(manifest.hash(), index).orElseThrow(() -> new IOException(
                            "the file is not whole here any more"));
                    replica.storeChunk(file.duplicate(), index, ByteBuffer.wrap(bytes));
                }
            }
            links.to(member).stub(Replica.Client::new, SEALING).sealFile(file);
            return Push.DONE;
        } catch (RpcFailure e) {
            return e.kind() == RpcFailure.Kind.UNREACHABLE || e.kind() == RpcFailure.Kind.CLOSED
                    ? Push.NOT_THERE
                    : notTaken(manifest, member, e);
        } catch (TException | IOException e) {
            return notTaken(manifest, member, e);
        }
    }

    private static Push notTaken(Manifest manifest, Member member, Exception why) {
        LOG.warn("{} did not take a copy of {}: {}", member.name(), manifest.hash(), why.toString());
        return Push.NOT_TAKEN;
    }

    private Optional<Found> find(ContentHash file) {
        lock.lock();
        try {
            var known = found.get(file);
            if (known != null) {
                return Optional.of(known);
            }
        } finally {
            lock.unlock();
        }
        var place = others(file).stream().map(member -> ask(file, member)).flatMap(Optional::stream).findFirst();
        place.ifPresent(this::remember);
        return place;
    }

    private Optional<Found> ask(ContentHash file, Member member) {
        try {
            var manifest = FromServer.manifest(links.to(member).stub(Replica.Client::new, STEP).fetchManifest(ToWire
                    .hash(file)));
            return manifest.hash().equals(file) ? Optional.of(new Found(manifest, member)) : Optional.empty();
        } catch (TException e) {
            say(file, member, e);
            return Optional.empty();
        }
    }

    private Optional<byte[]> fetch(Member member, Manifest manifest, int index) {
        try {
            var buffer = links.to(member).stub(Replica.Client::new, STEP).fetchChunk(ToWire.hash(manifest.hash()),
                    index);
            if (manifest.verifies(index, buffer)) {
                var bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                return Optional.of(bytes);
            }
            LOG.error("{} sent a damaged chunk {} of {}", member.name(), index, manifest.hash());
        } catch (TException e) {
            say(manifest.hash(), member, e);
        }
        return Optional.empty();
    }

    /// That a server has not got a file is no news; that it cannot be asked is.
    private static void say(ContentHash file, Member member, TException why) {
        if (why instanceof Refused refused && refused.getReason() == Reason.NOT_FOUND) {
            LOG.debug("{} has no {}", member.name(), file);
        } else {
            LOG.info("{} cannot be asked for {}: {}", member.name(), file, why.toString());
        }
    }

    private List<Member> others(ContentHash file) {
        var now = standing.get();
        return Shortage.rank(file, now.deployment().view().members().stream().filter(member -> !member.name().equals(
                now.name())).toList());
    }

    private void remember(Found place) {
        lock.lock();
        try {
            found.put(place.manifest().hash(), place);
            if (found.size() > REMEMBERED) {
                found.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(ContentHash file) {
        lock.lock();
        try {
            found.remove(file);
        } finally {
            lock.unlock();
        }
    }
}
