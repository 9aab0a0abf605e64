// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import justchat.client.model.Instance;
import justchat.logs.clock.VectorClock;

/// What balancers know, as the client keeps it. Addresses are unresolved until
/// they are connected to. Arrays are not changed once they are here.
public interface Directory {

    /// A message server and where it is.
    record Server(int number, String name, InetSocketAddress address) {}

    /// Where to go, and where else if that fails, best first.
    record Assignment(Server server, List<Server> backups, VectorClock clock) {
        public Assignment {
            backups = List.copyOf(backups);
        }
    }

    /// A balancer and where it is.
    record Balancer(String name, InetSocketAddress address) {}

    /// What a client needs before it logs in; the costs are as the balancer says,
    /// not checked.
    record Cluster(String deployment, int argonMemoryKiB, int argonPasses, int argonLanes, List<Balancer> balancers) {
        public Cluster {
            balancers = List.copyOf(balancers);
        }
    }

    /// Let in.
    ///
    /// @param expiresAtMillis
    ///            when the ticket does, by the balancer's clock
    record Welcome(String name, byte[] ticket, long expiresAtMillis, byte[] identityKey, byte[] sealedIdentity,
            List<Balancer> balancers,
            Optional<Assignment> assignment, VectorClock clock) {
        public Welcome {
            balancers = List.copyOf(balancers);
        }

        /// Without the ticket.
        @Override
        public String toString() {
            return "Welcome[" + name + "]";
        }
    }

    /// A ticket of the same login that lives longer.
    record Renewal(byte[] ticket, long expiresAtMillis) {
        /// Without the ticket.
        @Override
        public String toString() {
            return "Renewal[" + expiresAtMillis + "]";
        }
    }

    /// One session of a user, and where it listens for direct links.
    ///
    /// @param direct
    ///            as its server observed it
    /// @param interfaces
    ///            what it says itself, at most [#INTERFACES]; not to be believed
    record PeerSession(Instance instance, InetSocketAddress direct, List<InetSocketAddress> interfaces) {
        static final int INTERFACES = 8;

        public PeerSession {
            interfaces = List.copyOf(interfaces);
        }
    }

    /// Where a user is.
    ///
    /// @param user
    ///            the name as the account has it
    record Location(String user, byte[] identityKey, List<PeerSession> sessions) {
        public Location {
            sessions = List.copyOf(sessions);
        }
    }
}
