// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import justchat.client.crypto.Identity;
import justchat.client.model.Instance;
import justchat.wire.Address;
import justchat.wire.Member;
import justchat.wire.Session;

/// What balancers answer.
public final class DirectoryCodec {
    private DirectoryCodec() {}

    public static Directory.Cluster cluster(justchat.wire.Cluster wire) throws Malformed {
        return new Directory.Cluster(wire.getDeployment(), wire.getArgonMemoryKiB(),
                wire.getArgonPasses(), wire.getArgonLanes(), balancers(wire.getBalancers()));
    }

    public static Directory.Welcome welcome(justchat.wire.Welcome wire) throws Malformed {
        check("identity key", wire.getIdentityKey(), Identity.PUBLIC_BYTES);
        return new Directory.Welcome(wire.getName(), wire.getTicket(), wire.getTicketExpiresAtMillis(),
                wire.getIdentityKey(),
                wire.getSealedIdentity(), balancers(wire.getBalancers()),
                wire.isSetAssignment() ? Optional.of(assignment(wire.getAssignment())) : Optional.empty(),
                ClockCodec.fromWire(wire.getClock()));
    }

    public static Directory.Assignment assignment(justchat.wire.Assignment wire) throws Malformed {
        var backups = new ArrayList<Directory.Server>();
        for (var backup : wire.getBackups()) {
            backups.add(server(backup));
        }
        return new Directory.Assignment(server(wire.getServer()), backups, ClockCodec.fromWire(wire.getClock()));
    }

    /// A session that makes no sense is left out: no session of a user can hide the
    /// others.
    public static Directory.Location location(justchat.wire.Location wire) throws Malformed {
        check("identity key", wire.getIdentityKey(), Identity.PUBLIC_BYTES);
        var sessions = new ArrayList<Directory.PeerSession>();
        for (var session : wire.getSessions()) {
            try {
                if (session.getDirect().getPort() != 0) {
                    sessions.add(session(session));
                }
            } catch (Malformed _) {
                // See above.
            }
        }
        return new Directory.Location(wire.getUser(), wire.getIdentityKey(), sessions);
    }

    private static Directory.PeerSession session(Session wire) throws Malformed {
        try {
            var interfaces = new ArrayList<InetSocketAddress>();
            if (wire.isSetInterfaces()) {
                for (var one : wire.getInterfaces().stream().limit(Directory.PeerSession.INTERFACES).toList()) {
                    interfaces.add(address(one));
                }
            }
            return new Directory.PeerSession(Instance.of(wire.getInstance()), address(wire.getDirect()), interfaces);
        } catch (IllegalArgumentException e) {
            throw new Malformed("session", e);
        }
    }

    private static List<Directory.Balancer> balancers(List<justchat.wire.Balancer> wire) throws Malformed {
        var balancers = new ArrayList<Directory.Balancer>();
        for (var balancer : wire) {
            balancers.add(new Directory.Balancer(balancer.getName(), address(balancer.getAddress())));
        }
        return balancers;
    }

    public static Directory.Renewal renewal(justchat.wire.Renewal wire) {
        return new Directory.Renewal(wire.getTicket(), wire.getExpiresAtMillis());
    }

    public static Directory.Server server(Member wire) throws Malformed {
        return new Directory.Server(wire.getOrigin().getServer(), wire.getName(), address(wire.getAddress()));
    }

    private static InetSocketAddress address(Address wire) throws Malformed {
        try {
            return InetSocketAddress.createUnresolved(wire.getHost(), wire.getPort());
        } catch (IllegalArgumentException e) {
            throw new Malformed("address", e);
        }
    }

    private static void check(String what, byte[] key, int bytes) throws Malformed {
        if (key.length != bytes) {
            throw new Malformed(what + " of " + key.length + " bytes");
        }
    }
}
