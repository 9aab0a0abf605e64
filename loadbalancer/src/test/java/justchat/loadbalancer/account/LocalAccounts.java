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

/// A book of one balancer, which decides at once. For tests.
public final class LocalAccounts implements Accounts {
    private final AccountBook book;
    /// Nobody leads, as far as this balancer knows.
    public boolean alone;
    /// See [Accounts#ledAtMillis].
    public long ledAtMillis;

    public LocalAccounts(AccountBook book) {
        this.book = book;
    }

    @Override
    public <O extends Outcome> CompletableFuture<Answer<O>> submit(Command<O> command) {
        return CompletableFuture.completedFuture(new Answer.Decided<>(book.apply(command)));
    }

    @Override
    public CompletableFuture<Void> catchUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<Account> account(UserName name) {
        return book.account(name);
    }

    @Override
    public boolean isDeleted(UserName name) {
        return book.isDeleted(name);
    }

    @Override
    public int accounts() {
        return book.accounts();
    }

    @Override
    public List<Account> accountsAfter(String key, int limit) {
        return book.accountsAfter(key, limit);
    }

    @Override
    public Optional<Revocation> revocation(UserName user, int generation, Bytes login) {
        return book.revocation(user, generation, login);
    }

    @Override
    public List<Revocation> revocations() {
        return book.revocations();
    }

    @Override
    public ClusterView view() {
        return book.view();
    }

    @Override
    public int lastIncarnation(ServerId server) {
        return book.lastIncarnation(server);
    }

    @Override
    public Optional<Room> room(RoomName name) {
        return book.room(name);
    }

    @Override
    public List<Room> rooms() {
        return book.rooms();
    }

    @Override
    public Standing standing() {
        return alone ? new Standing("CANDIDATE", "", 1) : new Standing("LEADER", "lb-1", 1);
    }

    @Override
    public boolean leads() {
        return !alone;
    }

    @Override
    public long ledAtMillis() {
        return ledAtMillis;
    }

    @Override
    public void onView(Consumer<ClusterView> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onRooms(Runnable listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onRevocations(Runnable listener) {
        throw new UnsupportedOperationException();
    }
}
