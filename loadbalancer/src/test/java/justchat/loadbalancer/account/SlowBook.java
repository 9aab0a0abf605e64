// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

import justchat.loadbalancer.account.Outcome.IdReused;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.PastView;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.Room;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// The book, slow and obvious: it keeps nothing but the list of all that was ever carried out, and answers every
/// question by going through it.
final class SlowBook extends SlowCluster {
    private final BookLimits limits;

    SlowBook(BookLimits limits) {
        this.limits = limits;
    }

    Outcome apply(Command<?> command) {
        for (var past : done.subList(Math.max(0, done.size() - limits.remembered()), done.size())) {
            if (past.command().id().equals(command.id())) {
                return past.command().asked().equals(command.asked()) ? past.outcome() : new IdReused();
            }
        }
        var outcome = outcome(command);
        done.add(new Done(command, outcome));
        return outcome;
    }

    private Outcome outcome(Command<?> command) {
        return switch (command) {
            case Command.SignUp signUp -> signUp(signUp);
            case Command.Invite invite -> invitations(invite.atMillis()).size() >= limits.invitations()
                    ? new Outcome.Full()
                    : new Outcome.Invited();
            case Command.ChangePassword change -> {
                if (!hasPassword(change.user(), change.oldVerifier())) {
                    yield new Outcome.WrongPassword();
                }
                yield mayRevokeAll(change.user(), change.atMillis())
                        ? new Outcome.PasswordChanged(generation(change.user()) + 1)
                        : new Outcome.Full();
            }
            case Command.ChangeIdentity change -> {
                if (!hasPassword(change.user(), change.verifier())) {
                    yield new Outcome.WrongPassword();
                }
                yield mayRevokeAll(change.user(), change.atMillis())
                        ? new Outcome.IdentityChanged(generation(change.user()) + 1)
                        : new Outcome.Full();
            }
            case Command.DeleteAccount delete -> {
                if (!hasPassword(delete.user(), delete.verifier())) {
                    yield new Outcome.WrongPassword();
                }
                yield mayRevokeAll(delete.user(), delete.atMillis())
                        ? new Outcome.AccountDeleted()
                        : new Outcome.Full();
            }
            case Command.Revoke revoke -> revoke(revoke);
            case Command.RegisterServer server -> {
                var names = serverNames();
                if (!names.contains(server.name())) {
                    if (names.size() == limits.servers()) {
                        yield new Outcome.Full();
                    }
                    names.add(server.name());
                }
                if (isRemoved(server.name())) {
                    yield new Outcome.Removed();
                }
                int number = names.indexOf(server.name()) + 1;
                yield new Outcome.ServerRegistered(ServerOrigin.of(number, lives(number) + 1), view() + 1);
            }
            case Command.Expel expel -> members().contains(expel.origin())
                    ? new Outcome.Expelled(view() + 1)
                    : new Outcome.NotInView();
            case Command.Drain drain -> !serverNames().contains(drain.server()) || isRemoved(drain.server())
                    ? new Outcome.Unknown()
                    : new Outcome.Drained(isInView(drain.server()) && isDraining(drain.server()) != drain.draining()
                            ? view() + 1
                            : view());
            case Command.RemoveServer remove -> {
                if (!serverNames().contains(remove.server())) {
                    yield new Outcome.Unknown();
                }
                boolean there = isInView(remove.server());
                yield there && !isDraining(remove.server())
                        ? new Outcome.StillServing()
                        : new Outcome.ServerRemoved(there ? view() + 1 : view());
            }
            case Command.RegisterBalancer register -> {
                var balancer = register.balancer();
                var known = balancers();
                if (!known.containsKey(balancer.name()) && known.size() == limits.balancers()) {
                    yield new Outcome.Full();
                }
                yield new Outcome.BalancerRegistered(
                        balancer.equals(known.get(balancer.name())) ? view() : view() + 1);
            }
            case Command.RemoveBalancer remove -> {
                if (!balancers().containsKey(remove.balancer())) {
                    yield new Outcome.Unknown();
                }
                if (balancers().size() == 1) {
                    yield new Outcome.LastBalancer();
                }
                yield retired(remove.atMillis()).size() == limits.balancers()
                        ? new Outcome.Full()
                        : new Outcome.BalancerRemoved(view() + 1);
            }
            case Command.CreateRoom create -> {
                if (rooms().stream().anyMatch(room -> room.name().equals(create.name()))) {
                    yield new Outcome.NameTaken();
                }
                if (rooms().size() == 1 + limits.rooms()) {
                    yield new Outcome.Full();
                }
                long own = rooms().stream().filter(room -> room.belongsTo(create.owner())).count();
                yield own == limits.ownRooms() ? new Outcome.OwnerFull() : new Outcome.RoomCreated(view());
            }
        };
    }

    private Outcome signUp(Command.SignUp signUp) {
        if (signUp.token().isPresent()
                && !invitations(signUp.account().createdAtMillis()).containsKey(signUp.token().get())) {
            return new Outcome.NotInvited();
        }
        var looks = signUp.account().looks();
        if (everSignedUp().stream().anyMatch(other -> other.looks().stream().anyMatch(looks::contains))) {
            return new Outcome.NameTaken();
        }
        return everSignedUp().size() == limits.accounts() ? new Outcome.Full() : new Outcome.SignedUp();
    }

    private Outcome revoke(Command.Revoke revoke) {
        var all = revocations(revoke.atMillis());
        var own = all.stream().filter(isOf(revoke.user())).filter(Revocation.OfLogin.class::isInstance).toList();
        if (own.stream().anyMatch(other -> ((Revocation.OfLogin) other).login().equals(revoke.login()))) {
            return new Outcome.Revoked();
        }
        if (own.size() == limits.ownRevocations()) {
            return new Outcome.OwnerFull();
        }
        return all.stream().filter(Revocation.OfLogin.class::isInstance).count() == limits.revocations()
                ? new Outcome.Full()
                : new Outcome.Revoked();
    }

    private boolean mayRevokeAll(UserName user, long atMillis) {
        var older = revocations(atMillis).stream().filter(Revocation.OlderThan.class::isInstance).toList();
        return older.stream().anyMatch(isOf(user)) || older.size() < limits.revocations();
    }

    private static Predicate<Revocation> isOf(UserName user) {
        return revocation -> revocation.user().key().equals(user.key());
    }

    /// Every account there ever was, as it was made.
    private List<Account> everSignedUp() {
        List<Account> all = new ArrayList<>();
        each((command, outcome) -> {
            if (command instanceof Command.SignUp signUp && outcome instanceof Outcome.SignedUp) {
                all.add(signUp.account());
            }
        });
        return all;
    }

    /// By key.
    List<Account> accounts() {
        var accounts = new TreeMap<String, Account>();
        everSignedUp().forEach(account -> accounts.put(account.name().key(), account));
        each((command, outcome) -> {
            if (command instanceof Command.ChangePassword change && outcome instanceof Outcome.PasswordChanged) {
                accounts.computeIfPresent(change.user().key(),
                        (_, account) -> account.changed(change.newVerifier(), change.newSealedIdentity()));
            }
            if (command instanceof Command.ChangeIdentity change && outcome instanceof Outcome.IdentityChanged) {
                accounts.computeIfPresent(change.user().key(),
                        (_, account) -> account.identified(change.newIdentityKey(), change.newSealedIdentity()));
            }
            if (command instanceof Command.DeleteAccount delete && outcome instanceof Outcome.AccountDeleted) {
                accounts.remove(delete.user().key());
            }
        });
        return List.copyOf(accounts.values());
    }

    private Optional<Account> account(UserName user) {
        return accounts().stream().filter(account -> account.name().key().equals(user.key())).findFirst();
    }

    private boolean hasPassword(UserName user, Bytes verifier) {
        return account(user).filter(account -> account.verifier().equals(verifier)).isPresent();
    }

    private int generation(UserName user) {
        return account(user).orElseThrow().generation();
    }

    /// Until when, by token; those that have ended are dropped by whoever looks at them.
    private Map<Bytes, Long> invitations(long nowMillis) {
        var live = new LinkedHashMap<Bytes, Long>();
        each((command, outcome) -> {
            if (command instanceof Command.Invite invite) {
                live.values().removeIf(until -> until <= invite.atMillis());
                if (outcome instanceof Outcome.Invited) {
                    live.put(invite.token(), invite.untilMillis());
                }
            }
            if (command instanceof Command.SignUp signUp) {
                live.values().removeIf(until -> until <= signUp.account().createdAtMillis());
                if (outcome instanceof Outcome.SignedUp) {
                    signUp.token().ifPresent(live::remove);
                }
            }
        });
        live.values().removeIf(until -> until <= nowMillis);
        return live;
    }

    /// Not dropped by commands that came to nothing.
    List<Revocation> revocations(long nowMillis) {
        List<Revocation> live = new ArrayList<>();
        each((command, outcome) -> {
            switch (command) {
                case Command.Revoke revoke -> {
                    drop(live, revoke.atMillis());
                    var one = new Revocation.OfLogin(revoke.user(), revoke.login(), revoke.atMillis() + LIFE,
                            revoke.sentence());
                    boolean again = live.stream().filter(isOf(revoke.user()))
                            .anyMatch(other -> other instanceof Revocation.OfLogin that
                                    && that.login().equals(revoke.login()));
                    if (outcome instanceof Outcome.Revoked && !again) {
                        live.add(one);
                    }
                }
                case Command.ChangePassword change -> {
                    if (outcome instanceof Outcome.PasswordChanged(int generation)) {
                        drop(live, change.atMillis());
                        live.removeIf(isOf(change.user()));
                        live.add(new Revocation.OlderThan(nameOf(change.user()), generation,
                                Optional.of(change.login()), change.atMillis() + LIFE, "the password was changed"));
                    } else if (outcome instanceof Outcome.Full) {
                        drop(live, change.atMillis());
                    }
                }
                case Command.ChangeIdentity change -> {
                    if (outcome instanceof Outcome.IdentityChanged(int generation)) {
                        drop(live, change.atMillis());
                        live.removeIf(isOf(change.user()));
                        live.add(new Revocation.OlderThan(nameOf(change.user()), generation,
                                Optional.of(change.login()), change.atMillis() + LIFE, "the identity key was changed"));
                    } else if (outcome instanceof Outcome.Full) {
                        drop(live, change.atMillis());
                    }
                }
                case Command.DeleteAccount delete -> {
                    if (outcome instanceof Outcome.AccountDeleted) {
                        drop(live, delete.atMillis());
                        live.removeIf(isOf(delete.user()));
                        live.add(new Revocation.OlderThan(nameOf(delete.user()), changes(delete.user()) + 2,
                                Optional.empty(), delete.atMillis() + LIFE, "the account was deleted"));
                    } else if (outcome instanceof Outcome.Full) {
                        drop(live, delete.atMillis());
                    }
                }
                default -> {
                    // Of accounts, servers, rooms.
                }
            }
        });
        drop(live, nowMillis);
        live.sort(Comparator.comparing(revocation -> revocation.user().key()));
        return live;
    }

    private static void drop(List<Revocation> live, long nowMillis) {
        live.removeIf(old -> old.untilMillis() <= nowMillis);
    }

    private UserName nameOf(UserName user) {
        return everSignedUp().stream().map(Account::name).filter(name -> name.key().equals(user.key())).findFirst()
                .orElseThrow();
    }

    /// A deleted name is never used again, so all changes are of the one account.
    private int changes(UserName user) {
        return (int) done.stream().filter(past -> past.command() instanceof Command.ChangePassword change
                && change.user().key().equals(user.key()) && past.outcome() instanceof Outcome.PasswordChanged
                || past.command() instanceof Command.ChangeIdentity other && other.user().key().equals(user.key())
                        && past.outcome() instanceof Outcome.IdentityChanged)
                .count();
    }

    /// By name.
    List<Room> rooms() {
        List<Room> rooms = new ArrayList<>(List.of(Room.LOBBY));
        each((command, outcome) -> {
            if (command instanceof Command.CreateRoom create && outcome instanceof Outcome.RoomCreated(long view)) {
                rooms.add(new Room(create.name(), create.order(), Optional.of(create.owner()), view,
                        create.createdAtMillis(), create.lock()));
            }
        });
        rooms.sort(Comparator.comparing(Room::name));
        return rooms;
    }

    /// The book after each of its commands; a view is past when a later one has another number.
    List<PastView> past() {
        List<PastView> past = new ArrayList<>();
        var growing = new SlowBook(limits);
        for (var next : done) {
            var members = growing.members().stream().map(ServerOrigin::server).toList();
            long before = growing.view();
            growing.done.add(next);
            if (before > 0 && growing.view() > before) {
                past.add(new PastView(before, members));
            }
        }
        return past.reversed().stream().limit(limits.pastViews()).toList().reversed();
    }
}
