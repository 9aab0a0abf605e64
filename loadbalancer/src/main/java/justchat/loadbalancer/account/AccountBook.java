// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.ClusterView;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.UserName;

/// The replicated state machine: accounts, invitations, revocations, servers, views, rooms. Pure and
/// deterministic: the same commands in the same order give the same book and the
/// same outcomes everywhere; no clock, no randomness, no order of a hash table
/// shows.
///
/// Not thread-safe: whoever feeds it the committed commands owns it.
public final class AccountBook {
    private final BookLimits limits;
    private final Invitations invitations;
    private final Revocations revocations;
    private final AccountShelf accounts;
    private final Membership membership;
    private final RoomShelf rooms;
    /// Oldest first.
    private final LinkedHashMap<CommandId, Remembered> remembered = new LinkedHashMap<>();

    /// A command that was carried out, by the fingerprint of its bytes, and what it
    /// came to.
    record Remembered(long fingerprint, Outcome outcome) {}

    public AccountBook(BookLimits limits) {
        this.limits = limits;
        this.invitations = new Invitations(limits);
        this.revocations = new Revocations(limits);
        this.accounts = new AccountShelf(limits, invitations, revocations);
        this.membership = new Membership(limits);
        this.rooms = new RoomShelf(limits);
    }

    /// Carries out a committed command, or recalls what it came to when it was
    /// carried out before.
    public <O extends Outcome> O apply(Command<O> command) {
        var outcome = recallOrDo(command);
        // Of two commands with one id and, by somebody's hard work, one fingerprint, the second was never carried out.
        return command.outcomes().cast(command.outcomes().isInstance(outcome) ? outcome : new Outcome.IdReused());
    }

    private Outcome recallOrDo(Command<?> command) {
        long fingerprint = BookCodec.fingerprint(command);
        var before = remembered.get(command.id());
        if (before != null) {
            return before.fingerprint == fingerprint ? before.outcome : new Outcome.IdReused();
        }
        var outcome = carryOut(command);
        remembered.put(command.id(), new Remembered(fingerprint, outcome));
        if (remembered.size() > limits.remembered()) {
            remembered.pollFirstEntry();
        }
        return outcome;
    }

    private Outcome carryOut(Command<?> command) {
        return switch (command) {
            case Command.SignUp signUp -> accounts.signUp(signUp);
            case Command.Invite invite -> invitations.add(invite);
            case Command.ChangePassword change -> accounts.change(change);
            case Command.ChangeIdentity change -> accounts.identify(change);
            case Command.DeleteAccount delete -> accounts.delete(delete);
            case Command.Revoke revoke -> revocations.revoke(revoke);
            case Command.RegisterServer register -> membership.register(register);
            case Command.Expel expel -> membership.expel(expel);
            case Command.Drain drain -> membership.drain(drain);
            case Command.RemoveServer remove -> membership.remove(remove);
            case Command.RegisterBalancer register -> membership.register(register.balancer());
            case Command.RemoveBalancer remove -> membership.remove(remove);
            case Command.CreateRoom create -> rooms.create(create, membership.view().number());
        };
    }

    /// The account under this name, whatever its case.
    public Optional<Account> account(UserName name) {
        return accounts.account(name);
    }

    /// Whether there was an account of this name, which is gone for good.
    public boolean isDeleted(UserName name) {
        return accounts.isDeleted(name);
    }

    public int accounts() {
        return accounts.count();
    }

    /// The next accounts after this [UserName#key] (empty: the first), by key.
    ///
    /// @param limit
    ///            most of them
    public List<Account> accountsAfter(String key, int limit) {
        return accounts.after(key, limit);
    }

    /// What ends this ticket before it expires, if anything does.
    public Optional<Revocation> revocation(UserName user, int generation, Bytes login) {
        return revocations.of(user, generation, login);
    }

    /// All that are kept, by user; some may have ended.
    public List<Revocation> revocations() {
        return revocations.all();
    }

    /// Another number whenever there is a new one.
    public long revocationChanges() {
        return revocations.changes();
    }

    public ClusterView view() {
        return membership.view();
    }

    /// Why the view is what it is, if its last change was that a server was expelled. No part of snapshots: a book that
    /// was just read from one does not know.
    public Optional<String> viewReason() {
        return membership.viewReason();
    }

    /// The room of this name.
    public Optional<Room> room(RoomName name) {
        return rooms.room(name);
    }

    /// All rooms, by name.
    public List<Room> rooms() {
        return rooms.all();
    }

    /// How many rooms there are; they never get fewer.
    public int roomCount() {
        return rooms.count();
    }

    /// The newest incarnation of a server that the book knows, 0 if none.
    public int lastIncarnation(ServerId server) {
        return membership.lastIncarnation(server);
    }

    /// Writes all of it; [BookSnapshot] describes the format.
    public void write(DataOutput out) throws IOException {
        var view = membership.view();
        BookSnapshot.write(out,
                new BookSnapshot(view.number(), List.copyOf(accounts.all()), List.copyOf(accounts.deleted()),
                        new LinkedHashMap<>(invitations.all()), revocations.all(), List.copyOf(membership.servers()),
                        view.balancers(), view.retired(), new LinkedHashMap<>(remembered), rooms.created(),
                        view.past()));
    }

    /// The book that was written.
    ///
    /// @throws IOException
    ///             if these bytes are no snapshot, or one that breaks the limits
    public static AccountBook read(DataInput in, BookLimits limits) throws IOException {
        var snapshot = BookSnapshot.read(in, limits);
        var book = new AccountBook(limits);
        snapshot.accounts().forEach(book.accounts::put);
        snapshot.deleted().forEach(book.accounts::bury);
        snapshot.invitations().forEach(book.invitations::put);
        snapshot.revocations().forEach(book.revocations::put);
        snapshot.servers().forEach(book.membership::put);
        book.membership.restore(snapshot.viewNumber(), snapshot.balancers(), snapshot.retired(), snapshot.past());
        book.remembered.putAll(snapshot.remembered());
        snapshot.rooms().forEach(book.rooms::put);
        return book;
    }
}
