// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import justchat.client.codec.AccountCodec;
import justchat.client.codec.ClockCodec;
import justchat.client.codec.DirectoryCodec;
import justchat.client.core.Event;
import justchat.client.crypto.Identity;
import justchat.client.crypto.PasswordKeys;
import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountQuestion;
import justchat.client.model.Limits;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.AccountsRequest;
import justchat.wire.ChangeIdentity;
import justchat.wire.ChangePassword;
import justchat.wire.DeleteAccount;
import justchat.wire.EndSession;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// What balancers are asked and told about accounts. What changes something goes
/// out under a number of its own, the same over all retries of a request, so that
/// it happens once. Passwords become keys here. Thread-safe; waits.
final class AccountCalls {
    private static final Deadline QUESTION = Deadline.ofMillis(3_000);
    /// For a majority of the balancers.
    private static final Deadline DECISION = Deadline.ofMillis(10_000);
    private static final int COMMAND_BYTES = 16;
    private static final int PAGE = Limits.ACCOUNTS;

    private final ClusterOptions options;
    private final Balancers balancers;
    private final Tickets tickets;
    private final Door door;
    private final SecureRandom random;
    private final Map<Long, ByteBuffer> commands = new ConcurrentHashMap<>();
    /// Sealed once: a retry says the same in every byte, but for its ticket.
    private final Map<Long, ChangePassword> changes = new ConcurrentHashMap<>();

    private final Map<Long, Fresh> identities = new ConcurrentHashMap<>();

    /// An identity that may become ours, sealed once.
    private record Fresh(Identity identity, byte[] sealed) {}

    AccountCalls(ClusterOptions options, Balancers balancers, Tickets tickets, Door door, SecureRandom random) {
        this.options = options;
        this.balancers = balancers;
        this.tickets = tickets;
        this.door = door;
        this.random = random;
    }

    /// @return the answer, or that it is to be asked again later
    Event ask(long request, AccountQuestion question, VectorClock trace) throws Refused, NobodyAnswers {
        try {
            var answer = answer(request, question, trace);
            forget(request);
            return new Event.AccountAnswered(request, answer);
        } catch (IllegalArgumentException e) {
            forget(request);
            return new Event.AskFailed(request, e.getMessage());
        } catch (Refused refused) {
            if (changes(question) && refused.getReason() == Reason.UNAVAILABLE) {
                return new Event.AskPostponed(request, refused.getMessage());
            }
            forget(request);
            throw refused;
        } catch (NobodyAnswers e) {
            if (changes(question)) {
                return new Event.AskPostponed(request, e.getMessage());
            }
            throw e;
        }
    }

    private void forget(long request) {
        identities.remove(request);
        commands.remove(request);
        changes.remove(request);
    }

    private static boolean changes(AccountQuestion question) {
        return switch (question) {
            case AccountQuestion.End _,AccountQuestion.ChangePassword _,AccountQuestion.NewIdentity _,AccountQuestion.Delete _ ->
                true;
            case AccountQuestion.Accounts _,AccountQuestion.Sessions _,AccountQuestion.Check _,AccountQuestion.Invite _,AccountQuestion.Verify _ ->
                false;
        };
    }

    private AccountAnswer answer(long request, AccountQuestion question, VectorClock trace)
            throws Refused, NobodyAnswers {
        return switch (question) {
            case AccountQuestion.Accounts accounts -> tickets.ask(QUESTION, (balancer, ticket) -> {
                var page = new AccountsRequest(ticket, accounts.pattern(), PAGE);
                accounts.after().ifPresent(page::setAfter);
                return AccountCodec.accounts(balancer.accounts(page));
            });
            case AccountQuestion.Sessions _ -> tickets.ask(QUESTION, (balancer, ticket) -> AccountCodec.sessions(
                    balancer.sessions(ticket)));
            case AccountQuestion.End(var login) -> tickets.ask(DECISION, (balancer, ticket) -> {
                balancer.endSession(new EndSession(ticket, ByteBuffer.wrap(login.bytes()), command(request)).setClock(
                        ClockCodec.toWire(trace)));
                return new AccountAnswer.Done();
            });
            case AccountQuestion.Check(var password) -> {
                check(password);
                yield new AccountAnswer.Done();
            }
            case AccountQuestion.ChangePassword(var old, var fresh) -> {
                change(request, old, fresh, trace);
                yield new AccountAnswer.Done();
            }
            case AccountQuestion.NewIdentity(var password) -> {
                identify(request, password, trace);
                yield new AccountAnswer.Done();
            }
            case AccountQuestion.Verify _ -> throw new IllegalArgumentException(
                    "identity keys are compared by direct links");
            case AccountQuestion.Delete(var password) -> {
                delete(request, password, trace);
                yield new AccountAnswer.Done();
            }
            case AccountQuestion.Invite(var room) -> AccountCodec.invitation(balancers.ask(QUESTION,
                    balancer -> AccountCodec.entrance(balancer.cluster())).value(), room, options.pin()
                            .orElseThrow(() -> new IllegalArgumentException("this cluster has no certificates, so"
                                    + " nobody can be invited")));
        };
    }

    private ByteBuffer command(long request) {
        return commands.computeIfAbsent(request, _ -> {
            var bytes = new byte[COMMAND_BYTES];
            random.nextBytes(bytes);
            return ByteBuffer.wrap(bytes);
        }).duplicate();
    }

    private String name() {
        return tickets.account().map(Account::name).orElseThrow(() -> new IllegalArgumentException("log in first"));
    }

    private void check(String password) throws Refused, NobodyAnswers {
        try (var keys = door.keys(name(), password)) {
            if (!door.isOurs(keys)) {
                throw new IllegalArgumentException("that is not your password; nothing was done");
            }
        }
    }

    private void change(long request, String old, String fresh, VectorClock trace) throws Refused, NobodyAnswers {
        check(old);
        try (var oldKeys = door.keys(name(), old); var newKeys = door.keys(name(), fresh)) {
            tickets.change(ours -> {
                var changed = changed(request, ours, oldKeys, newKeys, trace);
                door.changed(newKeys);
                return changed;
            });
        }
    }

    /// An attempt whose answer was lost may have been one too many for the ticket: then
    /// the new password lets us in.
    private Account changed(long request, Account ours, PasswordKeys oldKeys, PasswordKeys newKeys, VectorClock trace)
            throws Refused, NobodyAnswers {
        var wire = changes.computeIfAbsent(request, _ -> new ChangePassword(ByteBuffer.wrap(ours.ticket()), ByteBuffer
                .wrap(oldKeys.authKey()), ByteBuffer.wrap(newKeys.authKey()),
                ByteBuffer.wrap(ours.identity().seal(newKeys, random)), command(request)));
        wire.setTicket(ours.ticket()).setClock(ClockCodec.toWire(trace));
        try {
            return ours.with(balancers.ask(DECISION, balancer -> DirectoryCodec.renewal(balancer.changePassword(wire)))
                    .value());
        } catch (Refused refused) {
            return switch (refused.getReason()) {
                case ENDED, WRONG_CREDENTIALS, NOT_AUTHENTICATED -> {
                    try {
                        yield door.renew(ours, newKeys.authKey());
                    } catch (Refused _) {
                        throw refused;
                    }
                }
                default -> throw refused;
            };
        }
    }

    private void identify(long request, String password, VectorClock trace) throws Refused, NobodyAnswers {
        check(password);
        try (var keys = door.keys(name(), password)) {
            tickets.change(ours -> {
                var fresh = identities.computeIfAbsent(request, _ -> {
                    var identity = Identity.generate(random);
                    return new Fresh(identity, identity.seal(keys, random));
                });
                var wire = new ChangeIdentity(ByteBuffer.wrap(ours.ticket()), ByteBuffer.wrap(keys.authKey()),
                        ByteBuffer
                                .wrap(fresh.identity().publicKey()),
                        ByteBuffer.wrap(fresh.sealed()), command(request)).setClock(
                                ClockCodec.toWire(trace));
                return ours.with(balancers.ask(DECISION, balancer -> DirectoryCodec.renewal(balancer.changeIdentity(
                        wire))).value()).with(fresh.identity());
            });
        }
    }

    private void delete(long request, String password, VectorClock trace) throws Refused, NobodyAnswers {
        boolean again = commands.containsKey(request);
        try (var keys = door.keys(name(), password)) {
            tickets.ask(DECISION, (balancer, ticket) -> {
                balancer.deleteAccount(new DeleteAccount(ticket, ByteBuffer.wrap(keys.authKey()), command(request))
                        .setClock(ClockCodec.toWire(trace)));
                return true;
            });
        } catch (Refused refused) {
            if (!again || refused.getReason() != Reason.ENDED) {
                throw refused;
            }
            // The attempt before did it, and its answer was lost.
        }
    }
}
