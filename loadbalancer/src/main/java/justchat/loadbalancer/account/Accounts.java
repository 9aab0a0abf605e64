// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import justchat.loadbalancer.model.ClusterView;
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
    CompletableFuture<Answer> submit(Command command);

    Optional<Account> account(UserName name);

    int accounts();

    ClusterView view();

    /// The newest incarnation of a server that this balancer knows of, 0 if none.
    int lastIncarnation(ServerId server);

    /// The room of this name.
    Optional<Room> room(RoomName name);

    /// All rooms, by name.
    List<Room> rooms();

    Standing standing();

    /// Whether this balancer leads, and may therefore expel.
    boolean leads();

    /// Calls `listener` with every new view, in order, on one thread at a time; it
    /// must not block.
    void onView(Consumer<ClusterView> listener);

    /// Calls `listener` whenever there are more rooms, on the same thread; it must not block.
    void onRooms(Runnable listener);
}
