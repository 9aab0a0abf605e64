// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SetConfigurationRequest.Mode;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.TimeDuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.loadbalancer.account.Voters;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;

/// The voters as Raft has them: its log and snapshots keep the set, and joint consensus changes it, by one at a time and only
/// from the set that this balancer knows, so that two operators cannot undo each other's change. Thread-safe.
final class RaftVoters implements Voters {
    private static final Logger LOG = LoggerFactory.getLogger(RaftVoters.class);
    /// Longer than a newcomer may be silent: [RaftSettings#STAGING_MILLIS].
    private static final int ATTEMPT_MILLIS = 20_000;
    private static final int RETRY_MILLIS = 100;
    private static final int MAX_RETRIES = 50;
    private static final int HAND_OVER_MILLIS = 1_000;
    private static final int PROBE_MILLIS = 200;
    /// Where a change is made or not by the answer, and somebody waits for it anyway.
    private static final int PATIENT_PROBE_MILLIS = 2_000;

    private final RaftSettings settings;
    private final RaftServer server;
    private final Reach reach;
    /// Held by whoever changes the set here.
    private final ReentrantLock changing = new ReentrantLock();

    RaftVoters(RaftSettings settings, RaftServer server) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.server = Objects.requireNonNull(server, "server");
        this.reach = new Reach(settings.credentials().map(BalancerTls::context));
    }

    @Override
    public SortedMap<ProcessName, HostPort> voters() {
        var voters = new TreeMap<ProcessName, HostPort>();
        for (var peer : configured()) {
            var name = new ProcessName(peer.getId().toString());
            // Who was told otherwise at the start knows better than a log of long ago: balancers may move.
            voters.put(name, settings.peers().getOrDefault(name, HostPort.parse(peer.getAddress())));
        }
        return voters.isEmpty() ? settings.peers() : voters;
    }

    /// Empty while this balancer waits to be added.
    private Collection<RaftPeer> configured() {
        try {
            return server.getDivision(settings.groupId()).getRaftConf().getCurrentPeers();
        } catch (IOException _) {
            return List.of();
        }
    }

    @Override
    public boolean votes() {
        return configured().stream().anyMatch(peer -> peer.getId().toString().equals(settings.self().value()));
    }

    /// Whom a client of the book asks first.
    RaftGroup group() {
        return settings.group(voters());
    }

    int majority() {
        return voters().size() / 2 + 1;
    }

    /// The voters but this balancer itself.
    SortedMap<ProcessName, HostPort> others() {
        var others = new TreeMap<>(voters());
        others.remove(settings.self());
        return others;
    }

    /// Whether a balancer is there and awake, as far as that can be told in half a second.
    boolean answersSoon(HostPort peer) {
        return reach.answers(peer, PROBE_MILLIS);
    }

    private boolean answers(HostPort peer) {
        return reach.answers(peer, PATIENT_PROBE_MILLIS);
    }

    @Override
    public Change add(ProcessName name, HostPort raft) {
        return change(before -> {
            var there = before.get(name);
            if (there != null) {
                return there.equals(raft)
                        ? new Step.Nothing(new Change.Made())
                        : new Step.Nothing(new Change.Refused(name + " is a balancer already, at " + there));
            }
            if (before.size() >= settings.limits().balancers()) {
                return new Step.Nothing(new Change.Refused("there are " + before.size() + " balancers already"));
            }
            if (!answers(raft)) {
                return new Step.Nothing(new Change.Refused("nobody answers at " + raft + "; start " + name
                        + " first, with --join"));
            }
            var after = new TreeMap<>(before);
            after.put(name, raft);
            return new Step.To(after);
        });
    }

    @Override
    public Change remove(ProcessName name) {
        return change(before -> {
            if (!before.containsKey(name)) {
                return new Step.Nothing(new Change.Made());
            }
            if (before.size() == 1) {
                return new Step.Nothing(new Change.Refused(name + " is the last balancer"));
            }
            var after = new TreeMap<>(before);
            after.remove(name);
            return new Step.To(after);
        });
    }

    private sealed interface Step {
        record Nothing(Change answer) implements Step {}

        record To(SortedMap<ProcessName, HostPort> voters) implements Step {}
    }

    private Change change(Function<SortedMap<ProcessName, HostPort>, Step> plan) {
        if (!changing.tryLock()) {
            return new Change.Undecided("another change of the balancers is under way");
        }
        try {
            if (configured().isEmpty()) {
                return new Change.Undecided("this balancer waits to be added itself");
            }
            var before = voters();
            return switch (plan.apply(before)) {
                case Step.Nothing(var answer) -> answer;
                case Step.To(var after) -> change(before, after);
            };
        } finally {
            changing.unlock();
        }
    }

    private Change change(SortedMap<ProcessName, HostPort> before, SortedMap<ProcessName, HostPort> after) {
        long reachable = before.entrySet().stream().filter(peer -> peer.getKey().equals(settings.self())
                || answers(peer.getValue())).count();
        if (reachable <= before.size() / 2) {
            return new Change.Undecided("no majority of balancers (" + reachable + " of " + before.size() + ")");
        }
        try (var client = client(before)) {
            leaverHandsOver(client, before, after);
            var reply = client.admin().setConfiguration(SetConfigurationRequest.Arguments.newBuilder()
                    .setServersInCurrentConf(RaftSettings.peers(before)).setServersInNewConf(RaftSettings.peers(after))
                    .setMode(Mode.COMPARE_AND_SET).build());
            if (reply.isSuccess()) {
                LOG.info("the balancers are {} now", after.keySet());
                return new Change.Made();
            }
            return failed(reply.getException(), before, after);
        } catch (IOException failure) {
            return failed(failure, before, after);
        }
    }

    /// Who leads and leaves would be missed for the time of an election.
    private void leaverHandsOver(RaftClient client, SortedMap<ProcessName, HostPort> before,
            SortedMap<ProcessName, HostPort> after) throws IOException {
        var leader = leader().filter(name -> !after.containsKey(name));
        var next = after.entrySet().stream().filter(peer -> before.containsKey(peer.getKey())
                && answers(peer.getValue())).map(peer -> peer.getKey()).findFirst();
        if (leader.isPresent() && next.isPresent()) {
            var reply = client.admin().transferLeadership(RaftPeerId.valueOf(next.get().value()), HAND_OVER_MILLIS);
            LOG.info("{} leads instead of {}, which leaves: {}", next.get(), leader.get(), reply.isSuccess());
        }
    }

    private Optional<ProcessName> leader() throws IOException {
        return Optional.ofNullable(server.getDivision(settings.groupId()).getInfo().getLeaderId())
                .map(leader -> new ProcessName(leader.toString()));
    }

    private static Change failed(Exception failure, SortedMap<ProcessName, HostPort> before,
            SortedMap<ProcessName, HostPort> after) {
        LOG.info("the balancers stay {}, instead of {}: {}", before.keySet(), after.keySet(), failure.toString());
        return switch (failure) {
            case ReconfigurationInProgressException _ ->
                new Change.Undecided("another change of the balancers is under way");
            case ReconfigurationTimeoutException _ -> new Change.Refused(newcomers(before, after)
                    + " does not take the book; was it started with --join, with a certificate of this cluster?");
            case SetConfigurationException _ ->
                new Change.Undecided("the balancers were changed by somebody else just now");
            default -> new Change.Undecided("the balancers did not agree in time");
        };
    }

    private static String newcomers(SortedMap<ProcessName, HostPort> before, SortedMap<ProcessName, HostPort> after) {
        var added = new ArrayList<>(after.keySet());
        added.removeAll(before.keySet());
        return String.join(", ", added.stream().map(ProcessName::value).toList());
    }

    /// A client of its own: a newcomer's catching up takes longer than a command may.
    private RaftClient client(SortedMap<ProcessName, HostPort> voters) {
        var properties = settings.properties();
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties,
                TimeDuration.valueOf(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS));
        return RaftClient.newBuilder().setRaftGroup(settings.group(voters)).setProperties(properties)
                .setParameters(settings.parameters())
                .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(MAX_RETRIES,
                        TimeDuration.valueOf(RETRY_MILLIS, TimeUnit.MILLISECONDS)))
                .build();
    }
}
