// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.RoomInfo;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.ordering.Ordering;
import justchat.messageserver.ordering.Placed;
import justchat.messageserver.ordering.Total;

/// One server's replica of a room, as a pure function of its events: no clock,
/// no thread, no randomness; owned by whoever steps it.
///
/// An entry lives here in four steps, each a prefix of its origin's log:
/// 1. **appended**: posted here and stamped, or received from a peer in
///    sequence;
/// 2. **synced**: durable here ([Event.Synced]); only this is told to peers as
///    `have`;
/// 3. **committed**: durable on `min(copies, members of the view)` members, as
///    counted from their `have`; once committed, always committed, even if the
///    view grows before it is delivered. In a room of total order what is synced
///    is offered at once, and [Epochs] say when it is stable, which is more;
/// 4. **delivered**: in the room's order ([Ordering]); only now it is shown, and
///    its author gets the receipt.
///
/// Invariants: `delivered <= committed <= appended >= synced`, per origin; a log
/// of another life of this server is appended to only by what peers hold of it;
/// a post is stamped only when all that it depends on is delivered here, so a
/// client cannot block others by naming the future.
public final class RoomCore {
    /// How often [Event.Tick] is expected.
    public static final long TICK_MILLIS = 100;
    /// How often logs of former lives are folded away, at most.
    static final long FOLD_MILLIS = 5_000;
    /// Copies that make an entry safe from any two crashes.
    public static final int DEFAULT_COPIES = 3;

    private final Membership membership;
    private final Ordering ordering;
    private final Logs logs = new Logs();
    private final EnumMap<Counter, Long> counters = new EnumMap<>(Counter.class);
    private final Folds folds = new Folds();
    private final Heralds heralds;
    private final Desk desk;
    private final Optional<Epochs> epochs;
    private boolean diskFull;
    private boolean damaged;
    private long foldAtMillis;
    private VersionVector trusted = VersionVector.empty();
    private long nowMillis;

    /// What this step has changed; empty between steps.
    private final SequencedSet<OriginLog> touched = new LinkedHashSet<>();
    private final List<Entry> deliverable = new ArrayList<>();
    private boolean advanced;
    private List<Effect> effects = new ArrayList<>();

    /// @param copies
    ///            on how many servers an entry must be durable, if there are so many
    /// @param rules
    ///            what may be said
    public RoomCore(Origin self, View view, RoomInfo room, int copies, Rules rules) {
        membership = new Membership(self, view, copies);
        heralds = new Heralds(membership);
        ordering = Ordering.of(room.order());
        epochs = ordering instanceof Total total
                ? Optional.of(new Epochs(membership, logs, total, room.createdInView()))
                : Optional.empty();
        desk = new Desk(membership, logs, ordering, rules, epochs.<Gate>map(gate -> gate).orElse(Gate.OPEN), folds,
                counters);
    }

    /// One event in; what is to be done about it out, in this order.
    public List<Effect> step(Event event) {
        effects = new ArrayList<>();
        desk.begin(effects);
        switch (event) {
            case Event.Recovered(Entry entry) -> recovered(entry);
            case Event.Damaged() -> damaged();
            case Event.Trusted(VersionVector delivered) -> trust(delivered);
            case Event.Submit submit -> desk.submit(submit, nowMillis, diskFull, this::append);
            case Event.Received received -> received(received);
            case Event.Synced(long upTo) -> logs.synced(upTo, touched::add);
            case Event.LinkUp(Origin peer) -> membership.peer(peer).ifPresent(Peer::linkUp);
            case Event.LinkReady(Origin peer, boolean taken) ->
                membership.peer(peer).ifPresent(known -> known.linkReady(taken));
            case Event.LinkDown(Origin peer) -> membership.peer(peer).ifPresent(Peer::linkDown);
            case Event.ViewChanged(Origin origin, View next) -> viewChanged(origin, next);
            case Event.DiskFull(boolean full) -> diskFull = full;
            case Event.Tick(long now) -> tick(now);
        }
        settle(event instanceof Event.Recovery);
        return effects;
    }

    private void recovered(Entry entry) {
        var origin = entry.position().origin();
        if (logs.admits(origin) && entry.position().sequence() == logs.of(origin).appended() + 1) {
            logs.recover(entry, touched::add);
            learn(entry);
        }
    }

    private void trust(VersionVector delivered) {
        trusted = trusted.merge(delivered);
        epochs.ifPresent(all -> all.trust(delivered));
    }

    private void damaged() {
        damaged = true;
        epochs.ifPresent(Epochs::damaged);
    }

    private void append(Entry entry) {
        logs.append(entry);
        learn(entry);
        effects.add(new Effect.Append(entry));
    }

    /// What servers say to each other has its effect as soon as it is here.
    private void learn(Entry entry) {
        epochs.ifPresent(all -> all.appended(entry));
        if (entry.payload() instanceof Payload.Fold fold) {
            folds.learn(entry.position(), fold);
            membership.peers().forEach(peer -> touch(peer.expand(folds, nowMillis)));
        }
    }

    private void touch(List<Origin> origins) {
        origins.stream().filter(logs.all()::containsKey).map(logs::of).forEach(touched::add);
    }

    private void received(Event.Received received) {
        var peer = membership.peer(received.peer());
        if (peer.isEmpty() || !membership.inView()) {
            count(Counter.STRANGERS, 1);
            return;
        }
        received.entries().forEach(this::received);
        var have = folds.expand(received.have());
        received.promise().ifPresent(promise -> peer.get().vow().said(promise, have));
        touch(peer.get().says(have, logs.all(), nowMillis));
    }

    private void received(Entry entry) {
        var origin = entry.position().origin();
        long sequence = entry.position().sequence();
        long appended = logs.admits(origin) ? logs.of(origin).appended() : 0;
        if (sequence <= appended) {
            count(Counter.ENTRIES_REPEATED, 1);
        } else if (sequence > appended + 1 || origin.equals(membership.self())) {
            count(Counter.ENTRIES_AHEAD, 1);
        } else if (diskFull || !hasRoom(origin)) {
            count(Counter.ENTRIES_REFUSED, 1);
        } else {
            append(entry);
            // What a peer sent early may be committed already, by what it and others said they have.
            touched.add(logs.of(origin));
        }
    }

    private boolean hasRoom(Origin origin) {
        long delivered = ordering.delivered(origin);
        return epochs.isPresent() ? logs.hasRoomToCatchUp(origin, delivered) : logs.hasRoom(origin, delivered);
    }

    private void viewChanged(Origin origin, View next) {
        var before = membership.self();
        if (membership.change(origin, next)) {
            if (!origin.equals(before)) {
                desk.newLife();
            }
            touched.addAll(logs.all().values());
            membership.peers().forEach(epochs.isPresent() ? this::relayGone : Peer::meet);
        }
    }

    private void relayGone(Peer peer) {
        logs.all().values().stream().filter(log -> !membership.view().contains(log.origin)).forEach(peer::relayNow);
    }

    private void tick(long now) {
        nowMillis = Math.max(nowMillis, now);
        desk.expire(nowMillis);
        membership.peers().forEach(peer -> count(Counter.RESENT, peer.tick(logs.all(), nowMillis)));
        logs.tick();
        if (!diskFull) {
            membership.peers().forEach(peer -> peer.ask(logs::lack));
        }
        if (logs.all().values().stream().anyMatch(heralds::areLate)) {
            membership.peers().forEach(Peer::sayWhatIsOwed);
        }
        if (nowMillis >= foldAtMillis) {
            foldAtMillis = nowMillis + FOLD_MILLIS;
            fold();
        }
    }

    /// The first member of the view folds, for all.
    private void fold() {
        boolean first = membership.peers().stream().allMatch(peer -> peer.origin.compareTo(membership.self()) > 0);
        if (first && membership.inView() && !diskFull && (epochs.isEmpty() || epochs.get().closed().isEmpty())) {
            folds.due(membership, logs, ordering).ifPresent(fold -> {
                count(Counter.FOLDED, fold.complete().entries().size());
                var self = membership.self();
                say(fold, new MessageId(Instance.ofFolds(self), folds.countIn(self) + 1L),
                        epochs.map(Epochs::epoch).orElse(0L));
            });
        }
    }

    private void open(Payload.Epoch epoch) {
        say(epoch, new MessageId(Instance.ofEpochs(membership.self()), epoch.view()), epoch.view());
    }

    /// Servers' own entries depend on nothing: their Lamport time puts them in place.
    private void say(Payload.Control payload, MessageId id, long epoch) {
        var position = new Position(membership.self(), logs.appended(membership.self()) + 1);
        append(new Entry(position, id, "", VersionVector.empty(), 0, payload, logs.time() + 1, epoch));
    }

    /// After every event: commit, deliver and answer, send. While the disk is read
    /// nobody is there yet.
    private void settle(boolean recovering) {
        int beforeAnswers = effects.size();
        var grown = recovering ? List.<OriginLog>of() : logs.refreshDurable();
        touched.forEach(this::commit);
        touched.clear();
        epochs.ifPresent(all -> order(all, recovering));
        if (!deliverable.isEmpty()) {
            effects.add(beforeAnswers, new Effect.Deliver(deliverable));
            deliverable.clear();
        }
        if (advanced) {
            advanced = false;
            desk.recheck(this::append);
        }
        if (!recovering) {
            tell(grown);
        }
        membership.peers().forEach(this::send);
    }

    /// What is durable here now is said at once to those who may wait for it. In a room
    /// of total order everybody waits for everybody.
    private void tell(List<OriginLog> grown) {
        if (epochs.isEmpty()) {
            for (var peer : membership.peers()) {
                if (grown.stream().anyMatch(log -> heralds.isAwaited(log, peer.origin))) {
                    peer.saySoon();
                } else if (!grown.isEmpty()) {
                    peer.sayLater();
                }
            }
        } else if (!grown.isEmpty() || epochs.get().isPromiseNews()) {
            membership.peers().forEach(Peer::saySoon);
        }
    }

    /// In a room of total order what is durable here is offered, and epochs decide.
    private void order(Epochs all, boolean recovering) {
        all.replay(this::placed);
        if (!recovering && all.progress(this::open, this::placed)) {
            count(Counter.EPOCHS, 1);
            advanced = true;
        }
    }

    private void commit(OriginLog log) {
        long upTo = epochs.isPresent()
                ? log.synced
                : Math.max(membership.committedUpTo(log), trusted.at(log.origin));
        for (var entry = log.commitNext(upTo); entry != null; entry = log.commitNext(upTo)) {
            ordering.offer(entry, this::placed);
        }
    }

    private void placed(Placed placed) {
        var entry = placed.entry();
        logs.of(entry.position().origin()).delivered(entry);
        advanced = true;
        switch (placed.fate()) {
            case SHOWN -> {
                deliverable.add(entry);
                desk.shown(entry);
            }
            case COPY -> desk.suppressed(entry);
            case VOID -> {
                count(Counter.VOID_ENTRIES, 1);
                desk.passedOver(entry);
            }
            case GAP -> {
                count(Counter.GAPS, 1);
                desk.passedOver(entry);
            }
            case SILENT -> {
            }
        }
    }

    private void send(Peer peer) {
        if (!peer.isReady()) {
            return;
        }
        var ranges = peer.next(logs.all(), membership.self(), nowMillis);
        if (!ranges.isEmpty() || peer.haveIsNews()) {
            peer.sending(nowMillis);
            ranges.forEach(range -> count(Counter.ENTRIES_SENT, range.to() - range.from() + 1));
            effects.add(new Effect.SendExchange(peer.origin, ranges, folds.shrink(logs.durable()),
                    epochs.map(Epochs::promise)));
        }
    }

    private void count(Counter counter, long times) {
        counters.merge(counter, times, Long::sum);
    }

    /// Who this server is at the moment.
    public Origin self() {
        return membership.self();
    }

    /// The newest view.
    public View view() {
        return membership.view();
    }

    /// Whether a tick would change nothing: no post is held, and every peer whose link
    /// is up has all that is here and knows what is durable here. The next event
    /// may change that.
    public boolean isQuiet() {
        return !damaged && desk.isQuiet()
                && membership.peers().stream().allMatch(peer -> peer.isQuiet(logs.all().values()));
    }

    /// Whether every other server of the view has said that all that is here is
    /// durable there: this one may go for good, as far as this room is concerned.
    public boolean isEverywhere() {
        return !membership.peers().isEmpty()
                && membership.peers().stream().allMatch(peer -> peer.hasAll(logs.all().values()));
    }

    /// Whether all that was lost, as far as anybody here knows, is durable here again,
    /// after [Event.Damaged]; says so once.
    public boolean hasMended() {
        boolean mended = damaged && membership.inView() && !membership.peers().isEmpty()
                && epochs.map(Epochs::isWhole).orElse(true) && logs.holdDurably(trusted)
                && membership.peers().stream().allMatch(peer -> peer.isCovered(logs.durable(), logs::admits));
        damaged &= !mended;
        return mended;
    }

    /// All that is delivered here.
    public VersionVector delivered() {
        return ordering.delivered();
    }

    /// What the next life may trust: all that is delivered, and what this life was
    /// told to trust and has not delivered yet, because something before it is
    /// still to be fetched.
    public VersionVector toTrust() {
        return trusted.merge(ordering.delivered());
    }

    /// This vector, or as much of it as covers what the folds in it fold, without the
    /// logs that they imply: what goes to readers.
    public VersionVector shrink(VersionVector vector) {
        return folds.shrink(folds.close(vector));
    }

    /// This vector with all that the folds in it imply: what came from readers.
    public VersionVector expand(VersionVector vector) {
        return folds.expand(vector);
    }

    /// All that is durable here.
    public VersionVector durable() {
        return logs.durable();
    }

    /// How often it happened, in this life.
    public long counter(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }
}
