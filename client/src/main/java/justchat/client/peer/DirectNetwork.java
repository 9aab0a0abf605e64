// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import justchat.client.codec.Directory;
import justchat.client.codec.PrivateMessage;
import justchat.client.codec.RefusalCodec;
import justchat.client.core.Event;
import justchat.client.core.Seal;
import justchat.client.file.LocalFile;
import justchat.client.file.Unfinished;
import justchat.client.model.AccountQuestion;
import justchat.client.model.FileInfo;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.Refusal;
import justchat.client.model.SealedLetter;
import justchat.client.model.SentMessage;
import justchat.client.model.Source;
import justchat.client.model.TransferId;
import justchat.client.session.Account;
import justchat.client.session.ClusterNetwork;
import justchat.client.session.ClusterOptions;
import justchat.client.session.NobodyAnswers;
import justchat.client.session.TransferFailure;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Endpoint;
import justchat.rpc.client.RpcClient;
import justchat.wire.Refused;

/// The whole network of a client: the cluster ([ClusterNetwork]), and direct
/// links to other clients on top of it.
///
/// Thread-safe; every method but `close` returns at once. Private messages to one
/// user leave one after another, in order, on a strand of that user; offers and
/// downloads on virtual threads of their own. Without a port to listen on, the
/// client can still write to others, but nobody to it.
public final class DirectNetwork extends ClusterHalf {

    private final ClusterNetwork cluster;
    private final RpcClient rpc = new RpcClient();
    private final SecureRandom random = new SecureRandom();
    private final Reach reach;
    private final OwnEnd own;
    private final Parts parts;
    private final Duplicates duplicates;
    private final SentStore sent;
    private final PinnedIdentities identities;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final LetterBox letters;
    private final Whereabouts whereabouts;
    private final Verification verification;
    private final Whispers whispers;
    private final Consumer<Event> loop;
    private final Consumer<String> warn;

    private record Parts(Callers callers, Strangers strangers, Courier courier, Teller teller, Outbound outbound,
            Inbound inbound) {}

    /// @param directory
    ///            where pinned identities are kept, and which messages were shown
    /// @param listen
    ///            where others reach us directly, port 0: any; see [#listenFor]. Empty: no
    ///            direct links, in neither direction
    /// @param reach
    ///            what they may bring
    /// @param warn
    ///            shows a sentence that must not be missed; may wait
    /// @param loop
    ///            where events go; may wait; nothing comes after `close`
    public DirectNetwork(ClusterOptions options, Path directory, Optional<InetSocketAddress> listen, Reach reach,
            Consumer<String> warn, Consumer<Event> loop) {
        this(options, directory, listen, reach, DirectFetch.PATIENCE_NANOS, warn, loop);
    }

    /// @param patienceNanos
    ///            how long a file that is under way waits for a direct link to come back,
    ///            before it goes by the servers
    DirectNetwork(ClusterOptions options, Path directory, Optional<InetSocketAddress> listen, Reach reach,
            long patienceNanos,
            Consumer<String> warn, Consumer<Event> loop) {
        this.reach = reach;
        var pins = new Pins(directory);
        this.identities = new PinnedIdentities(pins, () -> cluster().account(), this::keyOf);
        this.cluster = new ClusterNetwork(options, rpc, () -> ownEnd().port(), random, Optional.of(directory),
                identities, loop);
        this.own = new OwnEnd(cluster::account, listen.filter(_ -> reach != Reach.NOTHING),
                this::reception);
        this.loop = cluster.loop();
        this.warn = warn;
        this.duplicates = new Duplicates(directory);
        this.sent = new SentStore(directory);
        var strangers = new Strangers(warn, () -> this.loop.accept(new Event.SealRefused(Seal.CALL)));
        this.whereabouts = new Whereabouts((user, clock) -> located(user, clock, listen.isPresent()), pins,
                sentence -> {
                    warn.accept(sentence);
                    this.loop.accept(new Event.Verified(pins.verified()));
                });
        this.letters = new LetterBox(cluster::account, whereabouts, duplicates, this::aboutFiles, this.loop);
        this.verification = new Verification(whereabouts, pins, letters, this.loop);
        var links = new PeerLinks(rpc, own::certificate, new OwnPlace(whereabouts, cluster::account, options
                .instance(), cluster::onLoopback)::towards, strangers, PeerLinks.IDLE_MILLIS);
        var courier = new Courier(options.instance(), whereabouts, links);
        this.whispers = new Whispers(courier, cluster::account, this.loop);
        var teller = new Teller(courier, cluster::account, this.loop);
        var kept = new KeptOffers(directory);
        var outbound = new Outbound(random, kept, cluster::owner, teller, new Leaving(cluster.relay(), cluster
                .transfers(), teller, kept, cluster::owner, this.loop), letters::settle, this.loop);
        var roads = new Fetching.Roads(courier, whereabouts, links, cluster.relay().shares(), cluster.relay(),
                new Notices(),
                new RefusedChunks(() -> this.loop.accept(new Event.SealRefused(Seal.CHUNK))), letters::settle,
                patienceNanos);
        this.parts = new Parts(new Callers(whereabouts, strangers), strangers, courier, teller, outbound,
                new Inbound(roads,
                        teller, cluster.transfers(), cluster::owner, this.loop));
    }

    /// A letter that is for no person; asked for when all is made.
    private boolean aboutFiles(LetterBox.Letter letter, PrivateMessage message, boolean isNew) {
        return new FileMail(parts.inbound(), parts.outbound(), reach == Reach.ALL).take(letter, message, isNew);
    }

    /// For who makes no direct links, nobody is anywhere.
    private Directory.Location located(String user, VectorClock clock, boolean links) throws Refused, NobodyAnswers {
        var found = cluster.locate(user, clock);
        return links ? found : new Directory.Location(found.user(), found.identityKey(), List.of());
    }

    /// Of somebody who was never heard of: pinned from now on.
    private Optional<byte[]> keyOf(String user) {
        try {
            return Optional.of(whereabouts.of(user, false, VectorClock.empty())).filter(found -> found.user().equals(
                    user)).map(Directory.Location::identityKey);
        } catch (Refused | NobodyAnswers | KeyChanged _) {
            return Optional.empty();
        }
    }

    @Override
    ClusterNetwork cluster() {
        return cluster;
    }

    /// Asked for at the first attachment, when all is made.
    private OwnEnd ownEnd() {
        return own;
    }

    /// This machine only, if all balancers are on it; else every address of it.
    public static InetSocketAddress listenFor(List<InetSocketAddress> balancers) {
        var local = balancers.stream().allMatch(balancer -> new InetSocketAddress(balancer.getHostString(), 0)
                .getAddress() instanceof InetAddress address && address.isLoopbackAddress());
        return local ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0) : new InetSocketAddress(0);
    }

    private Reception reception(Endpoint endpoint) {
        return new Reception(endpoint, cluster::account, parts.callers(), parts.strangers(), duplicates,
                (from, envelope, message, clock) -> received(from.user(), envelope, message, clock), parts.outbound()
                        .chunks());
    }

    private void received(String user, MessageId envelope, PrivateMessage message, VectorClock clock)
            throws Refused {
        switch (message) {
            case PrivateMessage.Text(var text) -> {
                admit(Reach.TEXTS);
                loop.accept(new Event.WhisperReceived(envelope, user, text, "direct", clock));
            }
            case PrivateMessage.Offer offer -> {
                admit(Reach.ALL);
                parts.inbound().offered(user, envelope.instance(), offer, clock);
            }
            case PrivateMessage.Receipt(var messages, var news) -> {
                admit(Reach.TEXTS);
                loop.accept(new Event.ReceiptCame(Optional.empty(), user, messages, news, clock));
            }
            case PrivateMessage.Answer answer when answer.outcome() == PrivateMessage.Outcome.WITHDRAWN ->
                parts.inbound().withdrawn(user, answer, Optional.empty());
            case PrivateMessage.Left left -> parts.inbound().left(user, left, Optional.empty());
            case PrivateMessage.Answer answer -> parts.outbound().answered(user, answer, clock);
        }
    }

    private void admit(Reach least) throws Refused {
        if (reach.compareTo(least) < 0) {
            throw RefusalCodec.toWire(Refusal.UNAVAILABLE, "nobody is at this session");
        }
    }

    @Override
    public void whisper(long request, String user, String text, VectorClock clock) {
        whispers.send(request, user, text, clock);
    }

    @Override
    public void receipt(String user, List<MessageId> messages, SentMessage.News news, VectorClock clock) {
        whispers.acknowledge(user, messages, news, clock);
    }

    @Override
    public void keepSent(List<SentMessage> messages) {
        sent.keep(messages);
    }

    @Override
    public void openLetter(MessageId id, String author, SealedLetter letter, VectorClock clock) {
        letters.open(id, author, letter, clock);
    }

    private Account account() throws Undelivered {
        return cluster.account().orElseThrow(() -> Undelivered.forGood("log in first"));
    }

    @Override
    public void offer(TransferId transfer, String user, Path file, long expiresAtMillis, VectorClock clock) {
        cluster.transfers().start(transfer, running -> switch (LocalFile.scan(file.toString())) {
            case LocalFile.Scan.Unusable(var sentence) -> throw TransferFailure.forGood(sentence);
            case LocalFile.Scan.Ready(var ready) -> {
                running.check();
                yield Optional.of(offer(transfer, user, ready, expiresAtMillis, clock));
            }
        });
    }

    private Event offer(TransferId transfer, String user, LocalFile file, long expiresAtMillis, VectorClock clock)
            throws TransferFailure {
        var outbound = parts.outbound();
        try {
            var offer = outbound.open(transfer, parts.courier().nameOf(user, clock), file,
                    expiresAtMillis - System.currentTimeMillis())
                    .orElseThrow(() -> TransferFailure.forGood("too many offers wait already"));
            try {
                return Outbound.sent(offer, isMailed(offer, expiresAtMillis, clock));
            } catch (Undelivered e) {
                outbound.remove(offer);
                throw e;
            }
        } catch (Undelivered e) {
            throw TransferFailure.forGood(e.getMessage());
        }
    }

    /// Tells the other of it. Whoever is not here to read the answer sends no letter.
    ///
    /// @return whether by a letter
    private boolean isMailed(OutgoingOffer offer, long expiresAtMillis, VectorClock clock) throws Undelivered {
        if (reach != Reach.ALL) {
            parts.courier().deliver(account(), offer.user, Outbound.message(offer, expiresAtMillis), clock);
            return false;
        }
        var until = System.currentTimeMillis() + Limits.MAILED_OFFER_MILLIS;
        return switch (parts.courier().bring(account(), offer.user, Outbound.message(offer, until), clock)) {
            case Courier.Way.Direct _ -> false;
            case Courier.Way.Letter(_, var to, var letter, _) -> {
                parts.outbound().mailed(offer);
                loop.accept(new Event.LetterSealed(to, letter));
                yield true;
            }
        };
    }

    @Override
    public void download(TransferId transfer, Source source, FileInfo file, Path directory, String name,
            VectorClock clock) {
        switch (source) {
            case Source.Servers() -> cluster.download(transfer, file, directory, name, clock);
            case Source.Person person -> withAccount(account -> parts.inbound().download(account, transfer,
                    person, file, directory, name, clock));
        }
    }

    @Override
    public void decline(Source.Person offer, VectorClock clock) {
        withAccount(_ -> parts.inbound().decline(offer, clock));
    }

    private void withAccount(Consumer<Account> action) {
        cluster.account().ifPresent(account -> Thread.ofVirtual().start(() -> action.accept(account)));
    }

    @Override
    public void cancel(TransferId transfer) {
        if (parts.outbound().withdraw(transfer)) {
            tell(new Event.TransferFailed(transfer, "cancelled"));
        } else {
            cluster.transfers().cancel(transfer);
        }
    }

    @Override
    public void pause(TransferId transfer) {
        parts.outbound().pause(transfer, true);
        cluster.transfers().pause(transfer);
    }

    @Override
    public void goOn(TransferId transfer) {
        parts.outbound().pause(transfer, false);
    }

    @Override
    public void discard(TransferId transfer, Source source, FileInfo file, Path directory, String name) {
        cluster.transfers().start(transfer, _ -> {
            switch (source) {
                case Source.Servers() -> Unfinished.discard(directory, name, file.hash());
                case Source.Person person -> parts.inbound().discard(person, file, directory, name);
            }
            return Optional.empty();
        });
    }

    @Override
    public void findUnfinished(Path directory) {
        withAccount(_ -> loop.accept(new Event.Unfinished(parts.inbound().unfinished(directory), parts.outbound()
                .unfinished(warn))));
    }

    @Override
    public void serve(TransferId transfer, String offer) {
        parts.outbound().serve(transfer, offer);
    }

    /// Chunks of private files that were not what was offered, in this run.
    long refusedChunks() {
        return parts.inbound().refused();
    }

    private void tell(Event event) {
        Thread.ofVirtual().start(() -> loop.accept(event));
    }

    @Override
    public void attach(VectorClock clock) {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().start(() -> loop.accept(new Event.SentBefore(sent.load(System.currentTimeMillis()))));
        }
        Thread.ofVirtual().start(() -> {
            cluster.account().ifPresent(identities::remember);
            verification.begin();
        });
        super.attach(clock);
    }

    @Override
    public void account(long request, AccountQuestion question, VectorClock clock) {
        if (question instanceof AccountQuestion.Verify verify) {
            cluster.account().ifPresentOrElse(account -> Thread.ofVirtual().start(() -> verification.answer(request,
                    account, verify, clock)), () -> tell(new Event.AskFailed(request, "log in first")));
        } else {
            super.account(request, question, clock);
        }
    }

    @Override
    public void close() {
        own.close();
        parts.inbound().close();
        parts.outbound().close();
        parts.teller().close();
        letters.close();
        sent.close();
        cluster.close();
    }
}
