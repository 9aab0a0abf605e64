// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
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
    private volatile Optional<LogIn> renewal = Optional.empty();

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

    Entry logIn(Login login, VectorClock clock) {
        try {
            var cluster = balancers.ask(QUESTION, balancer -> DirectoryCodec.cluster(balancer.cluster())).value();
            balancers.learn(cluster.balancers());
            var cost = new PasswordCost(cluster.argonMemoryKiB(), cluster.argonPasses(), cluster.argonLanes());
            var password = login.password().toCharArray();
            try (var keys = PasswordKeys.derive(password, cluster.deployment(), login.name(), cost)) {
                return login.create() ? signUp(login.name(), keys, clock) : logIn(login.name(), keys, clock);
            } finally {
                Arrays.fill(password, '\0');
                // Argon2 has filled its memory; a client that is about to idle for hours
                // gives it back to the system now.
                System.gc();
            }
        } catch (Refused refused) {
            return new Entry.Out(new Event.LoginRefused(RefusalCodec.fromWire(refused), refused.getMessage(),
                    refused.getRetryAfterMillis()));
        } catch (NobodyAnswers e) {
            return new Entry.Out(new Event.LoginRefused(Refusal.UNAVAILABLE, e.getMessage(), 1_000));
        } catch (CannotOpen | IllegalArgumentException e) {
            return new Entry.Out(new Event.LoginRefused(Refusal.INVALID, e.getMessage(), 0));
        }
    }

    private Entry logIn(String name, PasswordKeys keys, VectorClock clock)
            throws Refused, NobodyAnswers, CannotOpen {
        var request = new LogIn(name, ByteBuffer.wrap(keys.authKey())).setClock(ClockCodec.toWire(clock));
        var answer = balancers.ask(QUESTION, balancer -> DirectoryCodec.welcome(balancer.logIn(request)));
        var welcome = answer.value();
        return in(answer, Identity.open(welcome.sealedIdentity(), welcome.identityKey(), keys), request);
    }

    private Entry signUp(String name, PasswordKeys keys, VectorClock clock) throws Refused, NobodyAnswers {
        var signUp = attempt.filter(before -> before.request().getName().equals(name)
                && Arrays.equals(before.request().getAuthKey(), keys.authKey())).orElseGet(() -> fresh(name, keys));
        attempt = Optional.of(signUp);
        var request = signUp.request().setClock(ClockCodec.toWire(clock));
        var answer = balancers.ask(DECISION, balancer -> DirectoryCodec.welcome(balancer.signUp(request)));
        attempt = Optional.empty();
        return in(answer, signUp.identity(), new LogIn(name, ByteBuffer.wrap(keys.authKey())));
    }

    private Attempt fresh(String name, PasswordKeys keys) {
        var identity = Identity.generate(random);
        var command = new byte[COMMAND_BYTES];
        random.nextBytes(command);
        return new Attempt(new SignUp(name, ByteBuffer.wrap(keys.authKey()), ByteBuffer.wrap(identity.publicKey()),
                ByteBuffer.wrap(identity.seal(keys, random)), ByteBuffer.wrap(command)), identity);
    }

    private Entry in(Answer<Directory.Welcome> answer, Identity identity, LogIn request) {
        var welcome = answer.value();
        balancers.learn(welcome.balancers());
        renewal = Optional.of(request);
        return new Entry.In(new Account(welcome.name(), welcome.ticket(), identity, welcome.assignment(),
                answer.balancer()), welcome.clock());
    }

    /// A new ticket for the same account.
    Account renew(Account account) throws Refused, NobodyAnswers {
        var request = renewal.orElseThrow();
        var answer = balancers.ask(QUESTION, balancer -> DirectoryCodec.welcome(balancer.logIn(request)));
        return new Account(account.name(), answer.value().ticket(), account.identity(), answer.value().assignment(),
                answer.balancer());
    }
}
