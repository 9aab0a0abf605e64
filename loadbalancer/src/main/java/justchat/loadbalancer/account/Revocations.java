// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.Revocation;
import justchat.loadbalancer.model.UserName;

/// Which tickets are over before they expire. Pure; owned by the book.
///
/// Invariant: of a user there is one revocation of older generations at most; it came before the revoked logins that
/// stand beside it.
final class Revocations {
    /// The longest life of a ticket, and five minutes for clocks that differ.
    static final Duration LIFE = Duration.ofHours(12).plusMinutes(5);

    private final BookLimits limits;
    /// By [UserName#key], sorted, so that snapshots of equal books are equal; no list is empty.
    private final SortedMap<String, List<Revocation>> byUser = new TreeMap<>();
    private long changes;

    Revocations(BookLimits limits) {
        this.limits = limits;
    }

    Outcome.OfRevoke revoke(Command.Revoke command) {
        expire(command.atMillis());
        var own = byUser.getOrDefault(command.user().key(), List.of());
        if (own.stream().anyMatch(other -> isOf(other, command.login()))) {
            return new Outcome.Revoked();
        }
        if (count(own, Revocation.OfLogin.class) >= limits.ownRevocations()) {
            return new Outcome.OwnerFull();
        }
        if (count(all(), Revocation.OfLogin.class) >= limits.revocations()) {
            return new Outcome.Full();
        }
        put(new Revocation.OfLogin(command.user(), command.login(), until(command.atMillis()), command.sentence()));
        return new Outcome.Revoked();
    }

    private static boolean isOf(Revocation revocation, Bytes login) {
        return revocation instanceof Revocation.OfLogin one && one.login().equals(login);
    }

    /// The account was changed by this login.
    ///
    /// @return false if there are too many of these
    boolean changed(Account account, Bytes login, String sentence, long atMillis) {
        return supersede(new Revocation.OlderThan(account.name(), account.generation(), Optional.of(login),
                until(atMillis), sentence), atMillis);
    }

    /// The account is deleted.
    ///
    /// @return false if there are too many of these
    boolean deleted(Account account, long atMillis) {
        return supersede(new Revocation.OlderThan(account.name(), account.generation() + 1, Optional.empty(),
                until(atMillis), "the account was deleted"), atMillis);
    }

    /// What was revoked of the user before is of an older generation, and need not be named any more.
    private boolean supersede(Revocation.OlderThan all, long atMillis) {
        expire(atMillis);
        var key = all.user().key();
        boolean again = count(byUser.getOrDefault(key, List.of()), Revocation.OlderThan.class) > 0;
        if (!again && count(all(), Revocation.OlderThan.class) >= limits.revocations()) {
            return false;
        }
        byUser.remove(key);
        put(all);
        return true;
    }

    private static long until(long atMillis) {
        return atMillis + LIFE.toMillis();
    }

    private static long count(List<Revocation> list, Class<? extends Revocation> type) {
        return list.stream().filter(type::isInstance).count();
    }

    private void expire(long nowMillis) {
        byUser.values().forEach(own -> own.removeIf(old -> old.untilMillis() <= nowMillis));
        byUser.values().removeIf(List::isEmpty);
    }

    /// From a snapshot, or new.
    void put(Revocation revocation) {
        byUser.computeIfAbsent(revocation.user().key(), _ -> new ArrayList<>()).add(revocation);
        changes++;
    }

    /// What ends this ticket, if anything does.
    Optional<Revocation> of(UserName user, int generation, Bytes login) {
        return byUser.getOrDefault(user.key(), List.of()).stream().filter(one -> one.ends(generation, login))
                .findFirst();
    }

    /// By user.
    List<Revocation> all() {
        return byUser.values().stream().flatMap(List::stream).toList();
    }

    /// Grows with each new one; counted since this book was read or made.
    long changes() {
        return changes;
    }
}
