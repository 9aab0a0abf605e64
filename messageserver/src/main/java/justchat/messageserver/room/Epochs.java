// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Member;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.VersionVector;
import justchat.messageserver.model.View;
import justchat.messageserver.ordering.Placed;
import justchat.messageserver.ordering.Total;
import justchat.messageserver.room.Flush.Decision;
import justchat.messageserver.room.Flush.Opening;

/// The epochs of a room of total order, as one member goes through them:
/// ```
///          another view, or a member is bound to a later one
///   ACTIVE ------------------------------------------------> WEDGED
///     ^   the newest view's opening is durable at all          |
///     +--------------------------------------------------------+
/// ```
/// Active in an epoch, it stamps, and delivers the first entry by (time, origin)
/// once every member has acknowledged it and promised to stamp nothing at that
/// time or before: whatever anybody delivers, all hold. Wedged, it does neither;
/// it is bound to the newest view it knows, and says what it has. The first
/// member of that view decides how the last epoch ends ([Flush]) and appends the
/// opening of the next one.
///
/// An epoch is in force once all members of its view hold its opening and all of
/// its cut, and each said so when bound to just that view. There is no
/// sequencer, and no clock is compared.
final class Epochs implements Gate {
    private static final String FLUSH = "This room is agreeing on its order anew; what you say goes out by itself.";

    private final Membership membership;
    private final Logs logs;
    private final Total total;
    private final long createdInView;
    private final SortedMap<Long, Opening> openings = new TreeMap<>();
    private Optional<Payload.Epoch> active = Optional.empty();
    private VersionVector trusted = VersionVector.empty();
    private boolean whole = true;
    private Promise said = new Promise(0, 0, 0, 0, true);
    private Optional<Decision> decision = Optional.empty();

    Epochs(Membership membership, Logs logs, Total total, long createdInView) {
        this.membership = membership;
        this.logs = logs;
        this.total = total;
        this.createdInView = createdInView;
    }

    // --- what happens

    void appended(Entry entry) {
        if (entry.payload() instanceof Payload.Epoch epoch) {
            openings.putIfAbsent(epoch.view(), new Opening(entry.position(), epoch));
        }
    }

    /// Some of what this server had is lost.
    void damaged() {
        whole = false;
    }

    boolean isWhole() {
        return whole;
    }

    /// An earlier life had delivered all this.
    void trust(VersionVector delivered) {
        trusted = trusted.merge(delivered);
    }

    /// Delivers what an earlier life had delivered, in the same order, once all of it
    /// is here again.
    void replay(Consumer<Placed> placed) {
        if (trusted.isEmpty() || total.epoch() != 0 || !logs.holdDurably(trusted)) {
            return;
        }
        openings.values().stream().filter(opening -> trusted.covers(opening.position()))
                .max(Comparator.comparingLong(opening -> opening.epoch().view())).ifPresent(last -> {
                    total.install(Flush.chain(last.epoch(), 0, openings), placed);
                    total.advance(entry -> trusted.covers(entry.position()), placed);
                });
    }

    // --- what follows

    /// Goes as far as what is known allows.
    ///
    /// @param open
    ///            appends an opening to the own log
    /// @return whether a new epoch was entered
    boolean progress(Consumer<Payload.Epoch> open, Consumer<Placed> placed) {
        wedge();
        boolean entered = active.isEmpty() && membership.inView() && enter(placed);
        if (active.isEmpty() && membership.inView()) {
            decide(open);
        }
        active.ifPresent(epoch -> total.advance(entry -> isStable(epoch, entry), placed));
        return entered;
    }

    private void wedge() {
        var view = membership.view();
        active = active.filter(epoch -> membership.inView() && Flush.isOf(view, epoch.members())
                && (view.number() == epoch.view()
                        || membership.peers().stream().allMatch(peer -> peer.vow().view() <= epoch.view())));
    }

    /// The first member of a view decides for it, once.
    private void decide(Consumer<Payload.Epoch> open) {
        var view = membership.view();
        if (openings.containsKey(view.number())) {
            decision = Optional.empty();
            return;
        }
        decision = Optional.of(Flush.decide(view, createdInView, openings, logs.durable(), this::answer));
        var members = members(view);
        if (members.getFirst().equals(membership.self())
                && decision.get() instanceof Decision.Open(long previous, VersionVector cut)) {
            open.accept(new Payload.Epoch(view.number(), members, previous, cut));
        }
    }

    private Flush.Answer answer(Origin member) {
        if (!member.equals(membership.self())) {
            return membership.peer(member).map(peer -> peer.vow().answer(membership.view().number(), member))
                    .orElse(null);
        }
        return logs.synced(member) == logs.appended(member) ? new Flush.Answer(logs.durable(), whole) : null;
    }

    private boolean enter(Consumer<Placed> placed) {
        var opening = openings.get(membership.view().number());
        if (opening == null || !isInForce(opening)) {
            return false;
        }
        total.install(Flush.chain(opening.epoch(), total.epoch(), openings), placed);
        active = Optional.of(opening.epoch());
        whole = true;
        return true;
    }

    private boolean isInForce(Opening opening) {
        return opening.isHeld(logs.durable()) && membership.peers().stream().allMatch(
                peer -> peer.vow().holds(opening));
    }

    private boolean isStable(Payload.Epoch epoch, Entry entry) {
        for (var peer : membership.peers()) {
            if (!peer.vow().isPast(epoch.view(), entry.position(), entry.time(), logs.synced(peer.origin))) {
                return false;
            }
        }
        return true;
    }

    private static List<Origin> members(View view) {
        return view.members().stream().map(Member::origin).sorted().toList();
    }

    // --- what is said

    /// What goes with every exchange.
    Promise promise() {
        long epoch = epoch();
        return new Promise(epoch == 0 ? membership.view().number() : epoch, epoch, logs.time(), logs.appended(
                membership.self()), whole);
    }

    /// Whether the promise says something else than at the last call that the peers
    /// do not learn along with what is durable here.
    boolean isPromiseNews() {
        var now = promise();
        boolean news = now.view() != said.view() || now.epoch() != said.epoch() || now.whole() != said.whole();
        said = now;
        return news;
    }

    @Override
    public long epoch() {
        return active.map(Payload.Epoch::view).orElse(0L);
    }

    @Override
    public Optional<String> closed() {
        return active.isPresent() ? Optional.empty() : Optional.of(why());
    }

    private String why() {
        return decision.map(now -> switch (now) {
            case Decision.Missing(var servers) -> "This room waits for " + names(servers)
                    + ", which alone " + (servers.size() == 1 ? "holds" : "hold")
                    + " the latest of it; what you say goes out by itself.";
            case Decision.Forgotten(long view) ->
                "This room waits: nobody remembers which servers made up view " + view + ".";
            case Decision.Open _,Decision.Unanswered _ -> FLUSH;
        }).orElse(FLUSH);
    }

    private String names(Collection<Integer> servers) {
        return servers.stream().map(membership::name).collect(Collectors.joining(" or "));
    }
}
