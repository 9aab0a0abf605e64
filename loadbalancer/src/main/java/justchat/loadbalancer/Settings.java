// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import justchat.loadbalancer.api.ArgonCost;
import justchat.loadbalancer.api.Policy;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.logs.journal.Tracing;

/// What one balancer is started with.
///
/// @param directory
///            credentials, the cluster's key, data and logs
/// @param listen
///            TCP, for clients, servers and the operator
/// @param heartbeats
///            UDP, for servers
/// @param raft
///            TCP, for the other balancers
/// @param peers
///            all balancers, this one too, by their Raft addresses
/// @param joins
///            waits to be added to them, if it has nothing on disk
record Settings(ProcessName name, Path directory, String deployment, HostPort listen, HostPort heartbeats,
        HostPort raft, SortedMap<ProcessName, HostPort> peers, boolean joins, ArgonCost argon, Policy policy,
        Tracing tracing) {
    /// The same, with the whole causal log.
    Settings(ProcessName name, Path directory, String deployment, HostPort listen, HostPort heartbeats, HostPort raft,
            SortedMap<ProcessName, HostPort> peers, boolean joins, ArgonCost argon, Policy policy) {
        this(name, directory, deployment, listen, heartbeats, raft, peers, joins, argon, policy, Tracing.FULL);
    }

    Settings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(heartbeats, "heartbeats");
        Objects.requireNonNull(raft, "raft");
        Objects.requireNonNull(argon, "argon");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(tracing, "tracing");
        peers = new TreeMap<>(Map.copyOf(peers));
    }
}
