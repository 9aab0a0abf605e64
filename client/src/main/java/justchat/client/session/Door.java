// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.client.codec.RefusalCodec;
import justchat.client.core.Event;
import justchat.client.crypto.CannotOpen;
import justchat.client.crypto.Identity;
import justchat.client.crypto.PasswordCost;
import justchat.client.crypto.PasswordKeys;
import justchat.client.model.Login;
import justchat.client.model.Refusal;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.LogIn;
import justchat.wire.Refused;
import justchat.wire.SignUp;

/// The way in: asks what a password must cost, derives the keys, shows authKey
/// to a balancer and opens the account's identity with wrapKey. The password
/// goes no further than here.
///
/// Keeps authKey, which is worth no more than a ticket, to renew an expired one
/// without asking the person again. Log in with one thread at a time.
final class Door {
    private static final Deadline QUESTION = Deadline.ofMillis(3_000);
    /// A sign-up waits for a majority of the balancers.
    private static final Deadline DECISION = Deadline.ofMillis(10_000);
    private static final int COMMAND_BYTES = 16;

    private final Balancers balancers;
    private final SecureRandom random;
    /// The last sign-up, for when its answer was lost: repeated, it happens once.
    private Optional<Attempt> attempt = Optional.empty();
    private volatile Optional<byte[]> authKey = Optional.empty();

    Door(Balancers balancers, SecureRandom random) {
        this.balancers = balancers;
        this.random = random;
    }

    private record Attempt(SignUp request, Identity identity) {}

    /// What came of it.
    sealed interface Entry {
        record In(Account account, VectorClock clock) implements Entry {}

        record Out(Event.LoginRefused reason) implements Entry {}
    }

    /// Has a connection to a balancer ready. That there is none, the login will tell.
    void greet() {
        try {
            cluster();
        } catch (Refused | NobodyAnswers _) {
            // asked again soon
        }
    }

    private Directory.Cluster cluster() throws Refused, NobodyAnswers {
        var cluster = balancers.ask(QUESTION, balancer -> DirectoryCodec.cluster(balancer.cluster())).value();
        balancers.learn(cluster.balancers());
        return cluster;
    }

    Entry logIn(Login login, VectorClock clock) {
        try (var keys = keys(login.name(), login.password())) {
            return login.create() ? signUp(login, keys, clock) : logIn(login, keys, clock);
        } catch (Refused refused) {
            return new Entry.Out(new Event.LoginRefused(RefusalCodec.fromWire(refused), refused.getMessage(),
                    refused.getRetryAfterMillis()));
        } catch (NobodyAnswers e) {
            return new Entry.Out(new Event.LoginRefused(Refusal.UNAVAILABLE, e.getMessage(), 1_000));
        } catch (CannotOpen | IllegalArgumentException e) {
            return new Entry.Out(new Event.LoginRefused(Refusal.INVALID, e.getMessage(), 0));
        }
    }

    private Entry logIn(Login login, PasswordKeys keys, VectorClock clock)
            throws Refused, NobodyAnswers, CannotOpen {
        var request = new LogIn(login.name(), ByteBuffer.wrap(keys.authKey())).setClock(ClockCodec.toWire(clock));
        if (login.takeOver()) {
            request.setTakeOver(true);
        }
        var answer = balancers.ask(QUESTION, balancer -> DirectoryCodec.welcome(balancer.logIn(request)));
        var welcome = answer.value();
        return in(answer, Identity.open(welcome.sealedIdentity(), welcome.identityKey(), keys), keys);
    }

    private Entry signUp(Login login, PasswordKeys keys, VectorClock clock) throws Refused, NobodyAnswers {
        var signUp = attempt.filter(before -> before.request().getName().equals(login.name())
                && Arrays.equals(before.request().getAuthKey(), keys.authKey())).orElseGet(() -> fresh(login, keys));
        attempt = Optional.of(signUp);
        var request = signUp.request().setClock(ClockCodec.toWire(clock));
        var answer = balancers.ask(DECISION, balancer -> DirectoryCodec.welcome(balancer.signUp(request)));
        attempt = Optional.empty();
        return in(answer, signUp.identity(), keys);
    }

    private Attempt fresh(Login login, PasswordKeys keys) {
        var identity = Identity.generate(random);
        var command = new byte[COMMAND_BYTES];
        random.nextBytes(command);
        var request = new SignUp(login.name(), ByteBuffer.wrap(keys.authKey()), ByteBuffer.wrap(identity.publicKey()),
                ByteBuffer.wrap(identity.seal(keys, random)), ByteBuffer.wrap(command));
        login.token().ifPresent(request::setToken);
        return new Attempt(request, identity);
    }

    private Entry in(Answer<Directory.Welcome> answer, Identity identity, PasswordKeys keys) {
        var welcome = answer.value();
        balancers.learn(welcome.balancers());
        authKey = Optional.of(keys.authKey());
        return new Entry.In(new Account(welcome.name(), welcome.ticket(), welcome.expiresAtMillis(), identity,
                welcome.assignment(), answer.balancer()), welcome.clock());
    }

    /// A new login to the same account, for one whose ticket has expired.
    Account renew(Account account) throws Refused, NobodyAnswers {
        return renew(account, authKey.orElseThrow());
    }

    /// With the key of a password that may have been changed by us a moment ago.
    Account renew(Account account, byte[] key) throws Refused, NobodyAnswers {
        var request = new LogIn(account.name(), ByteBuffer.wrap(key));
        var answer = balancers.ask(QUESTION, balancer -> DirectoryCodec.welcome(balancer.logIn(request)));
        var welcome = answer.value();
        return new Account(account.name(), welcome.ticket(), welcome.expiresAtMillis(), account.identity(),
                welcome.assignment(), answer.balancer());
    }

    /// What a password becomes at this deployment.
    ///
    /// @throws IllegalArgumentException
    ///             if the balancer asks for a cost that this client does not accept
    PasswordKeys keys(String name, String password) throws Refused, NobodyAnswers {
        var cluster = cluster();
        var cost = new PasswordCost(cluster.argonMemoryKiB(), cluster.argonPasses(), cluster.argonLanes());
        var characters = password.toCharArray();
        try {
            return PasswordKeys.derive(characters, cluster.deployment(), name, cost);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /// Whether these are the keys of the password that let us in.
    boolean isOurs(PasswordKeys keys) {
        return authKey.filter(ours -> MessageDigest.isEqual(ours, keys.authKey())).isPresent();
    }

    /// The password is another one.
    void changed(PasswordKeys keys) {
        authKey = Optional.of(keys.authKey());
    }
}
