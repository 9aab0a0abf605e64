// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.model.UserName;

/// The accounts of the book, and the names of those that were deleted. Pure; owned by the book.
///
/// Invariant: of all names, of accounts and of deleted ones, no two have the same key or a look in common.
final class AccountShelf {
    private final BookLimits limits;
    private final Invitations invitations;
    private final Revocations revocations;
    /// By [UserName#key], like the graves: sorted, so that snapshots of equal books are equal.
    private final NavigableMap<String, Account> accounts = new TreeMap<>();
    private final SortedMap<String, Tombstone> graves = new TreeMap<>();
    private final Set<String> looks = new HashSet<>();

    AccountShelf(BookLimits limits, Invitations invitations, Revocations revocations) {
        this.limits = limits;
        this.invitations = invitations;
        this.revocations = revocations;
    }

    Outcome.OfSignUp signUp(Command.SignUp command) {
        var account = command.account();
        invitations.expire(account.createdAtMillis());
        if (command.token().isPresent() && !invitations.has(command.token().get())) {
            return new Outcome.NotInvited();
        }
        var key = account.name().key();
        if (accounts.containsKey(key) || graves.containsKey(key)
                || account.looks().stream().anyMatch(looks::contains)) {
            return new Outcome.NameTaken();
        }
        if (accounts.size() + graves.size() >= limits.accounts()) {
            return new Outcome.Full();
        }
        command.token().ifPresent(invitations::use);
        put(account);
        return new Outcome.SignedUp();
    }

    Outcome.OfChangePassword change(Command.ChangePassword command) {
        var account = accounts.get(command.user().key());
        if (account == null || !account.verifier().equals(command.oldVerifier())) {
            return new Outcome.WrongPassword();
        }
        var changed = account.changed(command.newVerifier(), command.newSealedIdentity());
        if (!revocations.changed(changed, command.login(), "the password was changed", command.atMillis())) {
            return new Outcome.Full();
        }
        accounts.put(account.name().key(), changed);
        return new Outcome.PasswordChanged(changed.generation());
    }

    Outcome.OfChangeIdentity identify(Command.ChangeIdentity command) {
        var account = accounts.get(command.user().key());
        if (account == null || !account.verifier().equals(command.verifier())) {
            return new Outcome.WrongPassword();
        }
        var changed = account.identified(command.newIdentityKey(), command.newSealedIdentity());
        if (!revocations.changed(changed, command.login(), "the identity key was changed", command.atMillis())) {
            return new Outcome.Full();
        }
        accounts.put(account.name().key(), changed);
        return new Outcome.IdentityChanged(changed.generation());
    }

    Outcome.OfDeleteAccount delete(Command.DeleteAccount command) {
        var account = accounts.get(command.user().key());
        if (account == null || !account.verifier().equals(command.verifier())) {
            return new Outcome.WrongPassword();
        }
        if (!revocations.deleted(account, command.atMillis())) {
            return new Outcome.Full();
        }
        accounts.remove(account.name().key());
        bury(new Tombstone(account.name(), account.looks()));
        return new Outcome.AccountDeleted();
    }

    /// From a snapshot, or new.
    void put(Account account) {
        accounts.put(account.name().key(), account);
        looks.addAll(account.looks());
    }

    /// From a snapshot, or new.
    void bury(Tombstone grave) {
        graves.put(grave.name().key(), grave);
        looks.addAll(grave.looks());
    }

    Optional<Account> account(UserName name) {
        return Optional.ofNullable(accounts.get(name.key()));
    }

    boolean isDeleted(UserName name) {
        return graves.containsKey(name.key());
    }

    /// The next accounts after this key, by key.
    List<Account> after(String key, int limit) {
        List<Account> next = new ArrayList<>();
        // A stream would first ask how many there are, and the map would count all of them.
        var rest = accounts.tailMap(key, false).values().iterator();
        while (next.size() < limit && rest.hasNext()) {
            next.add(rest.next());
        }
        return next;
    }

    int count() {
        return accounts.size();
    }

    Collection<Account> all() {
        return accounts.values();
    }

    Collection<Tombstone> deleted() {
        return graves.values();
    }
}
