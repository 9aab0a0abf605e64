// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
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
    /// A school may come at once; after that, one account a second from one address.
    static final int SIGN_UPS = 1_000;
    static final long SIGN_UP_INTERVAL_MILLIS = 1_000;

    private static final Bytes NOBODY = verifier(new byte[0]);
    /// A household has at least so much of an IPv6 address for itself.
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Accounts accounts;
    private final Counters counters;
    private final InstantSource time;
    private final Object lock = new Object();
    /// Guarded by `lock`, like the one below.
    private final Guesses guesses = new Guesses();
    private final Buckets signUps = new Buckets(SIGN_UPS, SIGN_UP_INTERVAL_MILLIS);

    public LoginGuard(Accounts accounts, Counters counters, InstantSource time) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.counters = Objects.requireNonNull(counters, "counters");
        this.time = Objects.requireNonNull(time, "time");
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
    /// @param from
    ///            the address that the connection has
    /// @throws Refused
    ///             WRONG_CREDENTIALS, or BUSY after too many of those
    Account check(UserName name, byte[] authKey, InetAddress from) throws Refused {
        slowDown(name, from);
        var account = opened(name, authKey);
        if (account.isEmpty()) {
            // It may have been made, or given this password, at another balancer a moment ago.
            accounts.catchUp().join();
            account = opened(name, authKey);
        }
        if (account.isEmpty()) {
            throw failed(name, from, "wrong name or password");
        }
        succeeded(name, from);
        return account.get();
    }

    private Optional<Account> opened(UserName name, byte[] authKey) {
        var account = accounts.account(name);
        boolean right = account.map(Account::verifier).orElse(NOBODY).equals(verifier(authKey));
        return right ? account : Optional.empty();
    }

    /// Before a password is looked at.
    ///
    /// @throws Refused
    ///             BUSY after too many failures
    void slowDown(UserName name, InetAddress from) throws Refused {
        long delay;
        synchronized (lock) {
            delay = guesses.delayMillis(name.key(), key(from), time.millis());
        }
        if (delay > 0) {
            counters.count(Counter.LOGINS_SLOWED);
            throw Refusals.later(Reason.BUSY,
                    "too many wrong passwords; try again in " + seconds(delay) + " s", delay);
        }
    }

    void succeeded(UserName name, InetAddress from) {
        synchronized (lock) {
            guesses.succeeded(name.key(), key(from));
        }
    }

    /// The refusal, which is counted.
    Refused failed(UserName name, InetAddress from, String sentence) {
        synchronized (lock) {
            guesses.failed(name.key(), key(from), time.millis());
        }
        counters.count(Counter.LOGINS_FAILED);
        return Refusals.of(Reason.WRONG_CREDENTIALS, sentence);
    }

    /// Before somebody there may have an account.
    ///
    /// @throws Refused
    ///             BUSY if too many wanted one lately
    void slowDownSignUps(InetAddress from) throws Refused {
        long delay;
        synchronized (lock) {
            delay = signUps.delayMillis(key(from), time.millis());
        }
        if (delay > 0) {
            counters.count(Counter.SIGN_UPS_SLOWED);
            throw Refusals.later(Reason.BUSY,
                    "too many new accounts from your address; try again in " + seconds(delay) + " s", delay);
        }
    }

    /// The book has answered a sign-up from there, one way or the other; who waits for a majority is not counted.
    void signUpAnswered(InetAddress from) {
        synchronized (lock) {
            signUps.take(key(from), time.millis());
        }
    }

    private static long seconds(long millis) {
        return (millis + 999) / 1000;
    }

    /// What counts as one address.
    static String key(InetAddress address) {
        var bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }
}
