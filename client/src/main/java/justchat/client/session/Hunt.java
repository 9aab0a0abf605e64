// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.client.core.Event;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Looks for a message server until there is one: where the login said; else
/// where any balancer says, avoiding those that just failed; else, when no
/// balancer answers, the backups of the last assignment. After a round without
/// success it says so and waits, longer each time ([Backoff]). After the loss of a
/// server it begins at a moment drawn at random, the later the more people are
/// online, so that not all of them arrive together. A revoked ticket ends it.
///
/// Run by one virtual thread at a time, which waits.
final class Hunt {
    private static final Deadline ASSIGN = Deadline.ofMillis(2_000);

    private final Balancers balancers;
    private final Attaching attaching;
    private final IntSupplier online;
    private final Consumer<Event> loop;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /// Numbers of servers that failed since the last success, oldest first.
    private final Set<Integer> avoid = new LinkedHashSet<>();
    private Optional<Directory.Assignment> last = Optional.empty();

    /// @param online
    ///            how many sessions there were on all servers when it was last heard
    Hunt(Balancers balancers, Attaching attaching, IntSupplier online, Consumer<Event> loop) {
        this.balancers = balancers;
        this.attaching = attaching;
        this.online = online;
        this.loop = loop;
    }

    /// Where to try, and who said so (empty: nobody, these are backups).
    private record Lead(List<Directory.Server> servers, String balancer, VectorClock clock) {}

    /// What a round came to.
    private sealed interface Round {
        record Found(ServerLink link) implements Round {}

        /// @param retryAfterMillis
        ///            what the servers asked for, if they were busy; else 0
        record Failed(String sentence, long retryAfterMillis) implements Round {
            Failed(String sentence) {
                this(sentence, 0);
            }
        }

        record Expired() implements Round {}

        record Ended(String sentence) implements Round {}
    }

    /// No further round begins.
    void stop() {
        stopped.countDown();
    }

    /// @param failed
    ///            the server just lost, if any: avoided at first
    /// @param renewal
    ///            gives an account with a fresh ticket
    /// @return the link, not yet set as the current one by anybody but us; empty if
    ///         stopped, or refused (which the loop was told)
    Optional<ServerLink> run(Account account, Optional<Directory.Server> failed, VectorClock trace,
            Renewal renewal) {
        if (failed.isPresent()) {
            avoid.add(failed.get().number());
            if (waitFor(Backoff.spreadMillis(online.getAsInt(), chance()))) {
                return Optional.empty();
            }
        }
        var backoff = new Backoff();
        var ours = account;
        var lead = first(account, failed);
        while (stopped.getCount() > 0) {
            var waitMillis = backoff.nextMillis(chance());
            switch (round(ours, lead, trace)) {
                case Round.Found(var link) -> {
                    avoid.clear();
                    return Optional.of(link);
                }
                case Round.Ended(var sentence) -> {
                    var newer = renewal.newer(ours);
                    if (newer.isEmpty()) {
                        loop.accept(new Event.Ended(sentence));
                        return Optional.empty();
                    }
                    ours = newer.get();
                    lead = first(ours, Optional.empty());
                    continue;
                }
                case Round.Expired() -> {
                    try {
                        ours = renewal.renew(ours);
                        lead = first(ours, Optional.empty());
                        continue;
                    } catch (Refused refused) {
                        if (refused.getReason() != Reason.UNAVAILABLE && refused.getReason() != Reason.BUSY) {
                            loop.accept(new Event.Ended(refused.getMessage()));
                            return Optional.empty();
                        }
                        loop.accept(new Event.Searching(refused.getMessage()));
                    } catch (NobodyAnswers e) {
                        loop.accept(new Event.Searching(e.getMessage()));
                    }
                }
                case Round.Failed(var sentence, var retryAfterMillis) -> {
                    avoid.clear();
                    waitMillis = Math.max(waitMillis, Math.min(retryAfterMillis, Backoff.LAST_MILLIS));
                    loop.accept(new Event.Searching(sentence));
                }
            }
            lead = Optional.empty();
            if (waitFor(waitMillis)) {
                break;
            }
        }
        return Optional.empty();
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /// Tickets that are younger than the one that did not do.
    interface Renewal {
        /// By logging in once more.
        Account renew(Account account) throws Refused, NobodyAnswers;

        /// The one there is by now, if it is another one; waits while it is being changed.
        Optional<Account> newer(Account account);
    }

    /// The login's own assignment is good for the first attachment only.
    private Optional<Lead> first(Account account, Optional<Directory.Server> failed) {
        if (failed.isPresent() || last.isPresent() && last.equals(account.assignment())) {
            return Optional.empty();
        }
        return account.assignment().map(assignment -> lead(assignment, account.balancer()));
    }

    private Lead lead(Directory.Assignment assignment, String balancer) {
        last = Optional.of(assignment);
        var servers = new ArrayList<Directory.Server>();
        servers.add(assignment.server());
        servers.addAll(assignment.backups());
        return new Lead(servers, balancer, assignment.clock());
    }

    private Round round(Account account, Optional<Lead> known, VectorClock trace) {
        Lead lead;
        try {
            lead = known.isPresent() ? known.get() : ask(account, trace);
        } catch (Refused refused) {
            return switch (refused.getReason()) {
                case NOT_AUTHENTICATED -> new Round.Expired();
                case ENDED -> new Round.Ended(refused.getMessage());
                default -> new Round.Failed(refused.getMessage(), refused.getRetryAfterMillis());
            };
        } catch (NobodyAnswers e) {
            var backups = last.map(this::backups).orElse(List.of());
            if (backups.isEmpty()) {
                return new Round.Failed(e.getMessage());
            }
            lead = new Lead(backups, "", VectorClock.empty());
        }
        return attachToAny(account, lead, trace);
    }

    private Lead ask(Account account, VectorClock trace) throws Refused, NobodyAnswers {
        var answer = balancers.ask(ASSIGN, balancer -> DirectoryCodec.assignment(balancer.assign(
                ByteBuffer.wrap(account.ticket()), List.copyOf(avoid), ClockCodec.toWire(trace))));
        return lead(answer.value(), answer.balancer());
    }

    /// Those that did not just fail; all of them if that leaves none.
    private List<Directory.Server> backups(Directory.Assignment assignment) {
        var all = new ArrayList<Directory.Server>(assignment.backups());
        all.add(assignment.server());
        var fresh = all.stream().filter(server -> !avoid.contains(server.number())).toList();
        return fresh.isEmpty() ? all : fresh;
    }

    private Round attachToAny(Account account, Lead lead, VectorClock trace) {
        var reasons = new ArrayList<String>();
        var expired = false;
        var retryAfterMillis = 0L;
        for (var server : lead.servers()) {
            if (stopped.getCount() == 0) {
                break;
            }
            // A backup that failed a moment ago is not tried again in this round.
            if (server != lead.servers().getFirst() && avoid.contains(server.number())) {
                continue;
            }
            try {
                var session = attaching.open(account, server, trace.merge(lead.clock()));
                return new Round.Found(attaching.begin(session, lead.balancer()));
            } catch (Refused refused) {
                if (refused.getReason() == Reason.ENDED) {
                    return new Round.Ended(refused.getMessage());
                }
                retryAfterMillis = Math.max(retryAfterMillis, refused.getRetryAfterMillis());
                expired |= refused.getReason() == Reason.NOT_AUTHENTICATED;
                reasons.add(server.name() + ": " + refused.getMessage());
            } catch (TException | RuntimeException _) {
                reasons.add(server.name() + " does not answer");
            }
            avoid.add(server.number());
        }
        return expired && reasons.size() == lead.servers().size()
                ? new Round.Expired()
                : new Round.Failed(reasons.isEmpty() ? "no message server" : String.join("; ", reasons),
                        retryAfterMillis);
    }

    /// @return true if stopped meanwhile
    private boolean waitFor(long millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
