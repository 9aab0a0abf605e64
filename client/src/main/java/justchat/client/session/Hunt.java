// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.thrift.TException;

import justchat.client.codec.ClockCodec;
import justchat.client.codec.Directory;
import justchat.client.codec.DirectoryCodec;
import justchat.client.codec.RefusalCodec;
import justchat.client.codec.SummaryCodec;
import justchat.client.core.Event;
import justchat.logs.clock.VectorClock;
import justchat.rpc.Deadline;
import justchat.rpc.client.RpcClient;
import justchat.wire.Attach;
import justchat.wire.Attached;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.chatConstants;

/// Looks for a message server until there is one: where the login said; else
/// where any balancer says, avoiding those that just failed; else, when no
/// balancer answers, the backups of the last assignment. After a round without
/// success it says so and waits, longer each time ([Backoff]).
///
/// Run by one virtual thread at a time, which waits.
final class Hunt {
    private static final Deadline ASSIGN = Deadline.ofMillis(2_000);
    private static final Deadline ATTACH = Deadline.ofMillis(2_000);
    private static final int MIN_PING_MILLIS = 50;
    private static final int MAX_SILENCE_MILLIS = 60_000;

    private final ClusterOptions options;
    private final RpcClient rpc;
    private final Balancers balancers;
    private final ScheduledExecutorService clock;
    private final Consumer<Event> loop;
    private final Links links;
    private final Supplier<DirectPort> directPort;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /// Numbers of servers that failed since the last success, oldest first.
    private final Set<Integer> avoid = new LinkedHashSet<>();
    private Optional<Directory.Assignment> last = Optional.empty();

    Hunt(ClusterOptions options, RpcClient rpc, Balancers balancers, ScheduledExecutorService clock,
            Consumer<Event> loop, Links links, Supplier<DirectPort> directPort) {
        this.options = options;
        this.rpc = rpc;
        this.balancers = balancers;
        this.clock = clock;
        this.loop = loop;
        this.links = links;
        this.directPort = directPort;
    }

    /// Where to try, and who said so (empty: nobody, these are backups).
    private record Lead(List<Directory.Server> servers, String balancer, VectorClock clock) {}

    /// What a round came to.
    private sealed interface Round {
        record Found(ServerLink link) implements Round {}

        record Failed(String sentence) implements Round {}

        record Expired() implements Round {}
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
        failed.ifPresent(server -> avoid.add(server.number()));
        var backoff = new Backoff();
        var ours = account;
        var lead = first(account, failed);
        while (stopped.getCount() > 0) {
            switch (round(ours, lead, trace)) {
                case Round.Found(var link) -> {
                    avoid.clear();
                    return Optional.of(link);
                }
                case Round.Expired() -> {
                    try {
                        ours = renewal.renew(ours);
                        lead = first(ours, Optional.empty());
                        continue;
                    } catch (Refused refused) {
                        loop.accept(new Event.LoginRefused(RefusalCodec.fromWire(refused), refused.getMessage(),
                                refused.getRetryAfterMillis()));
                        if (refused.getReason() != Reason.UNAVAILABLE && refused.getReason() != Reason.BUSY) {
                            return Optional.empty();
                        }
                    } catch (NobodyAnswers e) {
                        loop.accept(new Event.Searching(e.getMessage()));
                    }
                }
                case Round.Failed(var sentence) -> {
                    avoid.clear();
                    loop.accept(new Event.Searching(sentence));
                }
            }
            lead = Optional.empty();
            if (waitFor(backoff.nextMillis(ThreadLocalRandom.current().nextDouble()))) {
                break;
            }
        }
        return Optional.empty();
    }

    interface Renewal {
        Account renew(Account account) throws Refused, NobodyAnswers;
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
            return refused.getReason() == Reason.NOT_AUTHENTICATED
                    ? new Round.Expired()
                    : new Round.Failed(refused.getMessage());
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
        for (var server : lead.servers()) {
            if (stopped.getCount() == 0) {
                break;
            }
            // A backup that failed a moment ago is not tried again in this round.
            if (server != lead.servers().getFirst() && avoid.contains(server.number())) {
                continue;
            }
            try {
                return new Round.Found(attach(account, server, lead, trace));
            } catch (Refused refused) {
                expired |= refused.getReason() == Reason.NOT_AUTHENTICATED;
                reasons.add(server.name() + ": " + refused.getMessage());
            } catch (TException | RuntimeException _) {
                reasons.add(server.name() + " does not answer");
            }
            avoid.add(server.number());
        }
        return expired && reasons.size() == lead.servers().size()
                ? new Round.Expired()
                : new Round.Failed(reasons.isEmpty() ? "no message server" : String.join("; ", reasons));
    }

    private ServerLink attach(Account account, Directory.Server server, Lead lead, VectorClock trace)
            throws TException {
        var direct = directPort.get();
        var request = new Attach(chatConstants.PROTOCOL_VERSION, ByteBuffer.wrap(account.ticket()),
                ByteBuffer.wrap(options.instance().bytes()), direct.port(),
                ByteBuffer.wrap(direct.certificateHash()));
        request.setClock(ClockCodec.toWire(trace.merge(lead.clock())));
        var link = new ServerLink(server, loop, clock);
        var attached = link.attach(rpc, options.toServers(), request, ATTACH);
        links.set(link);
        link.announce(
                new Event.Attached(attached.getServerName(), lead.balancer(),
                        SummaryCodec.summaries(attached.getRooms()), SummaryCodec.settings(attached.getSettings()),
                        Math.max(0, attached.getLetters()), ClockCodec.fromWire(attached.getClock())),
                pingMillis(attached), silenceMillis(attached));
        return link;
    }

    private static int pingMillis(Attached attached) {
        return Math.clamp(attached.getPingMillis(), MIN_PING_MILLIS, MAX_SILENCE_MILLIS / 3);
    }

    private static int silenceMillis(Attached attached) {
        return Math.clamp(attached.getSilenceMillis(), 2 * pingMillis(attached), MAX_SILENCE_MILLIS);
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
