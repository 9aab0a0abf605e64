// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

import java.util.Objects;

import justchat.loadbalancer.model.BalancerMember;
import justchat.loadbalancer.model.HostPort;
import justchat.loadbalancer.model.ProcessName;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.RoomOrder;
import justchat.loadbalancer.model.ServerOrigin;
import justchat.loadbalancer.model.UserName;

/// What can be written in the book. Every command has one effect, however often
/// it arrives.
public sealed interface Command {
    CommandId id();

    /// A new account.
    record SignUp(CommandId id, Account account) implements Command {
        public SignUp {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(account, "account");
        }
    }

    /// A message server starts: it gets its number (always the same for its name)
    /// and a new incarnation, and takes its place in the view at once, instead of
    /// its older life.
    ///
    /// @param blank
    ///            it has no data from an earlier life
    record RegisterServer(CommandId id, ProcessName name, HostPort address, HostPort heartbeats,
            boolean blank) implements Command {
        public RegisterServer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(heartbeats, "heartbeats");
        }
    }

    /// A balancer starts; what the book had under its name is replaced.
    record RegisterBalancer(CommandId id, BalancerMember balancer) implements Command {
        public RegisterBalancer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(balancer, "balancer");
        }
    }

    /// A new room.
    ///
    /// @param createdAtMillis
    ///            when the balancer handed it in; a retry that is handed in later is still the same command
    record CreateRoom(CommandId id, RoomName name, RoomOrder order, UserName owner,
            long createdAtMillis) implements Command {
        public CreateRoom {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(owner, "owner");
        }
    }

    /// This life of a server is over.
    record Expel(CommandId id, ServerOrigin origin) implements Command {
        public Expel {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(origin, "origin");
        }
    }
}
