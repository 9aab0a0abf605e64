// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import justchat.client.crypto.RoomSeal;

/// Whether who is said to have written a sealed message has signed it. Who was not
/// to be had is not asked for again for a while, so that a page of strangers does
/// not make the reader wait for each line. Thread-safe; may wait.
final class Signers {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /// That a server's clock may be ahead of ours.
    private static final long SKEW_MILLIS = TimeUnit.MINUTES.toMillis(2);
    /// Users that are remembered as not to be had; more, and all are asked for again.
    private static final int MISSED = 1_000;

    private final Identities identities;
    private final Supplier<Optional<Account>> account;
    private final Map<String, Long> missed = new ConcurrentHashMap<>();

    /// What came of it.
    enum Verdict {
        SIGNED, FORGED, UNKNOWN
    }

    Signers(Identities identities, Supplier<Optional<Account>> account) {
        this.identities = identities;
        this.account = account;
    }

    /// @param stampedAtMillis
    ///            when a server took it: what was said before a change of the author's key is checked
    ///            with the key of then
    Verdict judge(RoomSeal.Opened message, long stampedAtMillis) {
        var author = message.header().author();
        return key(author).map(key -> message.isBy(key) || identities.earlier(author).stream().anyMatch(
                before -> stampedAtMillis < before.untilMillis() + SKEW_MILLIS && message.isBy(before.key()))
                        ? Verdict.SIGNED
                        : Verdict.FORGED)
                .orElse(Verdict.UNKNOWN);
    }

    private Optional<byte[]> key(String user) {
        var own = account.get().filter(account -> account.name().equals(user));
        if (own.isPresent()) {
            return own.map(account -> account.identity().publicKey());
        }
        var last = missed.get(user);
        if (last != null && System.nanoTime() - last < AGAIN_NANOS) {
            return Optional.empty();
        }
        var key = identities.of(user);
        if (key.isPresent()) {
            missed.remove(user);
        } else {
            if (missed.size() >= MISSED) {
                missed.clear();
            }
            missed.put(user, System.nanoTime());
        }
        return key;
    }
}
