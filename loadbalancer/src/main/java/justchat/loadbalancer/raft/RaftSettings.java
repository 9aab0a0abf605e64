// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

import justchat.loadbalancer.account.BookLimits;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.rpc.tls.Credentials;

/// What one balancer's share of the book runs with.
///
/// @param deployment
///            balancers of different deployments never talk, even when one
///            reaches the other by mistake
/// @param listen
///            where this balancer takes Raft's messages
/// @param peers
///            all balancers of the deployment, this one too, by where they take
///            Raft's messages; counts only until there is something on disk
/// @param joins
///            with nothing on disk, waits to be added to the others instead of
///            voting with them
/// @param directory
///            log and snapshots; made if needed
/// @param credentials
///            mutual TLS among balancers; without: bytes in clear, for tests on
///            one machine
/// @param limits
///            the same at all balancers
/// @param snapshotCommands
///            after so many commands the book is written whole and the log before it is dropped
public record RaftSettings(String deployment, ProcessName self, HostPort listen, SortedMap<ProcessName, HostPort> peers,
        boolean joins, Path directory, Optional<Supplier<Credentials>> credentials, BookLimits limits,
        int snapshotCommands) {
    /// For [#snapshotCommands].
    public static final int SNAPSHOT_COMMANDS = 10_000;

    /// A follower that has not heard of a leader for a time between these stands
    /// for election.
    private static final int ELECTION_MIN_MILLIS = 300;
    private static final int ELECTION_MAX_MILLIS = 500;
    /// The same at start, when nobody can have a leader to disturb.
    private static final int FIRST_ELECTION_MIN_MILLIS = 150;
    private static final int FIRST_ELECTION_MAX_MILLIS = 700;
    private static final int ATTEMPT_MILLIS = 500;
    private static final int APPEND_AGAIN_MILLIS = 200;
    /// A newcomer that is silent for so long is not added.
    private static final int STAGING_MILLIS = 5_000;

    public RaftSettings {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(self, "self");
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(limits, "limits");
        peers = new TreeMap<>(Map.copyOf(peers));
        if (!peers.containsKey(self)) {
            throw new IllegalArgumentException("peers: " + self + " is not among " + peers.keySet());
        }
    }

    RaftGroupId groupId() {
        return RaftGroupId.valueOf(
                UUID.nameUUIDFromBytes(("justchat book of " + deployment).getBytes(StandardCharsets.UTF_8)));
    }

    /// What this balancer starts with, if it has nothing on disk. One that joins begins without voters: started with the
    /// full list, two newcomers to a single balancer would elect one of themselves.
    RaftGroup firstGroup() {
        return joins && !Files.exists(configuration()) ? RaftGroup.valueOf(groupId()) : group(peers);
    }

    /// Where Ratis keeps the voters once it knows them.
    private Path configuration() {
        return current().resolve("raft-meta.conf");
    }

    /// Where Ratis keeps its term and its vote.
    Path vote() {
        return current().resolve("raft-meta");
    }

    private Path current() {
        return directory.resolve(groupId().getUuid().toString()).resolve("current");
    }

    RaftGroup group(SortedMap<ProcessName, HostPort> voters) {
        return RaftGroup.valueOf(groupId(), peers(voters));
    }

    static List<RaftPeer> peers(SortedMap<ProcessName, HostPort> voters) {
        return voters.entrySet().stream().map(peer -> RaftPeer.newBuilder().setId(peer.getKey().value())
                .setAddress(peer.getValue().toString()).build()).toList();
    }

    RaftProperties properties() {
        var properties = new RaftProperties();
        RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
        GrpcConfigKeys.Server.setHost(properties, listen.host());
        GrpcConfigKeys.Server.setPort(properties, listen.port());
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
        setTimes(properties);
        setLog(properties);
        setSizes(properties);
        return properties;
    }

    private static void setTimes(RaftProperties properties) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(ELECTION_MIN_MILLIS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(ELECTION_MAX_MILLIS));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(FIRST_ELECTION_MIN_MILLIS));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(FIRST_ELECTION_MAX_MILLIS));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(ATTEMPT_MILLIS));
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
        // Long enough for a successor to be elected first, when it was asked to lead. By default who led before stays
        // out of elections for ten seconds, also where nobody else can win.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, millis(ELECTION_MAX_MILLIS));
        // One at a time is added, after it has caught up: one more to a single balancer is a majority, and fine.
        RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(properties, true);
        RaftServerConfigKeys.setStagingTimeout(properties, millis(STAGING_MILLIS));
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, millis(ATTEMPT_MILLIS));
    }

    private void setLog(RaftProperties properties) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, snapshotCommands);
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, Math.min(1_024, snapshotCommands));
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, Math.min(1_024, snapshotCommands));
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("4MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("64KB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("256KB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
        // Who was down for long is found again as soon as who was down for a moment.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "1ms,10, " + APPEND_AGAIN_MILLIS + "ms,1000000");
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("128KB"));
    }

    private static void setSizes(RaftProperties properties) {
        // The defaults are for data stores; a book is small and rare.
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 4);
        GrpcConfigKeys.Server.setWorkerGroupSize(properties, 2);
        GrpcConfigKeys.Client.setWorkerGroupSize(properties, 1);
        RaftServerConfigKeys.ThreadPool.setClientSize(properties, 4);
        RaftServerConfigKeys.ThreadPool.setServerSize(properties, 4);
        RaftServerConfigKeys.ThreadPool.setProxySize(properties, 4);
    }

    Parameters parameters() {
        var parameters = new Parameters();
        credentials.map(BalancerTls::of).ifPresent(tls -> GrpcConfigKeys.TLS.setConf(parameters, tls));
        return parameters;
    }

    private static TimeDuration millis(int millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
