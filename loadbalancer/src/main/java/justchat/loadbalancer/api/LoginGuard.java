// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Optional;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.UserName;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Decides whether somebody is who they say. What it is given is a key that only the password gives; what it compares is
/// the key's SHA-256, in constant time, and for an unknown name the same is done with a verifier that nothing fits, so
/// that neither the answer nor its timing tells whether a name exists. Thread-safe.
public final class LoginGuard {
    private static final Bytes NOBODY = verifier(new byte[0]);

    private final Accounts accounts;
    private final Counters counters;
    private final InstantSource time;
    private final Object lock = new Object();
    /// Guarded by `lock`.
    private final Throttle throttle = new Throttle();

    public LoginGuard(Accounts accounts, Counters counters, InstantSource time) {
        this.accounts = accounts;
        this.counters = counters;
        this.time = time;
    }

    /// What the book keeps of an authentication key.
    static Bytes verifier(byte[] authKey) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(authKey));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The account that this name and key open.
    ///
    /// @throws Refused
    ///             WRONG_CREDENTIALS, or BUSY after too many of those
    Account check(UserName name, byte[] authKey) throws Refused {
        long now = time.millis();
        slowDown(name, now);
        Optional<Account> account = accounts.account(name);
        boolean right = account.map(Account::verifier).orElse(NOBODY).equals(verifier(authKey));
        synchronized (lock) {
            if (right && account.isPresent()) {
                throttle.succeeded(name.key());
                return account.get();
            }
            throttle.failed(name.key(), now);
        }
        counters.count(Counter.LOGINS_FAILED);
        throw Refusals.of(Reason.WRONG_CREDENTIALS, "wrong name or password");
    }

    private void slowDown(UserName name, long now) throws Refused {
        long delay;
        synchronized (lock) {
            delay = throttle.delayMillis(name.key(), now);
        }
        if (delay > 0) {
            counters.count(Counter.LOGINS_SLOWED);
            throw Refusals.later(Reason.BUSY,
                    "too many wrong passwords for this name; try again in " + (delay + 999) / 1000 + " s", delay);
        }
    }
}
