// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import justchat.logs.journal.Tracing;
import justchat.messageserver.file.FileLimits;
import justchat.messageserver.model.Address;

/// How one message server is started.
///
/// @param directory
///            its credentials, `cluster.key`, and what it writes: `data/`, text
///            log and journal
/// @param listen
///            TCP, for clients, servers and nobody else; port 0 takes any
/// @param heartbeats
///            UDP
/// @param copies
///            on how many servers an entry or a file must be, if there are so many
/// @param tracing
///            how much is in the causal log
public record Settings(String name, Path directory, InetSocketAddress listen, InetSocketAddress heartbeats,
        List<Address> balancers, int heartbeatMillis, int copies, FileLimits files, Tracing tracing) {
    /// The same, with the whole causal log.
    public Settings(String name, Path directory, InetSocketAddress listen, InetSocketAddress heartbeats,
            List<Address> balancers, int heartbeatMillis, int copies, FileLimits files) {
        this(name, directory, listen, heartbeats, balancers, heartbeatMillis, copies, files, Tracing.FULL);
    }

    /// @throws IllegalArgumentException
    ///             if a number is out of range or no balancer is named
    public Settings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(heartbeats, "heartbeats");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(tracing, "tracing");
        balancers = List.copyOf(balancers);
        if (balancers.isEmpty() || heartbeatMillis < 1 || copies < 1) {
            throw new IllegalArgumentException("balancers " + balancers + ", heartbeat " + heartbeatMillis
                    + " ms, copies " + copies);
        }
    }
}
