// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.UserName;

/// The port to the replicated book. Thread-safe.
///
/// Reads are local, immediate, need no majority, and may be older than what
/// another balancer has already answered. After a [Answer.Decided] the reads of
/// this balancer show its effect.
public interface Accounts {
    /// Hands in a command. Never blocks; the answer comes within three seconds,
    /// without a majority too.
    <O extends Outcome> CompletableFuture<Answer<O>> submit(Command<O> command);

    /// Completes when the reads of this balancer show what whoever leads had applied when this was asked; after a second
    /// in any case, and at once where nobody is known to lead. For what is about to be refused and may just not be known
    /// here yet: it costs the leader a question.
    CompletableFuture<Void> catchUp();

    Optional<Account> account(UserName name);

    /// Whether there was an account of this name, which is gone for good.
    boolean isDeleted(UserName name);

    int accounts();

    /// The next accounts after this [UserName#key] (empty: the first), by key.
    ///
    /// @param limit
    ///            most of them; the book waits meanwhile, so not too many
    List<Account> accountsAfter(String key, int limit);

    /// What ends this ticket before it expires, if anything does.
    Optional<Revocation> revocation(UserName user, int generation, Bytes login);

    /// All that are kept, by user; some may have ended.
    List<Revocation> revocations();

    ClusterView view();

    /// The newest incarnation of a server that this balancer knows of, 0 if none.
    int lastIncarnation(ServerId server);

    /// The room of this name.
    Optional<Room> room(RoomName name);

    /// All rooms, by name.
    List<Room> rooms();

    Standing standing();

    /// When this balancer knew of a leader, which takes a majority, for the last time; to a second or so, milliseconds
    /// since 1970. 0: not since it started.
    long ledAtMillis();

    /// Whether this balancer leads, and may therefore expel.
    boolean leads();

    /// Calls `listener` with every new view, in order, on one thread at a time; it
    /// must not block.
    void onView(Consumer<ClusterView> listener);

    /// Calls `listener` whenever there are more rooms, on the same thread; it must not block.
    void onRooms(Runnable listener);

    /// Calls `listener` whenever something more is revoked, on the same thread; it must not block.
    void onRevocations(Runnable listener);
}
