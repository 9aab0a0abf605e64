// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.util.ArrayList;
import java.util.Optional;

import justchat.client.model.AccountAnswer;
import justchat.client.model.AccountSummary;
import justchat.client.model.Instance;
import justchat.client.model.Limits;
import justchat.client.model.LoginId;
import justchat.client.model.OwnSession;
import justchat.invitation.Invitation;
import justchat.wire.AccountPage;
import justchat.wire.Cluster;

/// What balancers say of accounts.
public final class AccountCodec {
    private AccountCodec() {}

    /// No more than were asked for.
    public static AccountAnswer accounts(AccountPage wire) {
        return new AccountAnswer.Accounts(
                wire.getAccounts().stream().limit(Limits.ACCOUNTS).map(account -> new AccountSummary(
                        account.getName(), account.getCreatedAtMillis(), account.isOnline())).toList(),
                wire.isMore());
    }

    /// A session that makes no sense is left out, and so is what nobody could read.
    public static AccountAnswer sessions(java.util.List<justchat.wire.OwnSession> wire) {
        var sessions = new ArrayList<OwnSession>();
        for (var session : wire.subList(0, Math.min(wire.size(), Limits.SESSIONS))) {
            try {
                sessions.add(new OwnSession(Instance.of(session.getInstance()), LoginId.of(session.getLogin()),
                        session.getServer(), session.getHost(), session.getDevice(), session.getSinceMillis()));
            } catch (IllegalArgumentException _) {
                // See above.
            }
        }
        return new AccountAnswer.Sessions(sessions);
    }

    /// Where a deployment is entered, as an invitation names it.
    ///
    /// @param inviteOnly
    ///            an account takes a token
    public record Entrance(java.util.List<Invitation.Balancer> balancers, boolean inviteOnly) {}

    /// @throws Malformed
    ///             if no balancer's address can be written in an invitation
    public static Entrance entrance(Cluster wire) throws Malformed {
        var balancers = new ArrayList<Invitation.Balancer>();
        for (var balancer : wire.getBalancers()) {
            try {
                var host = balancer.getAddress().getHost();
                balancers.add(new Invitation.Balancer(host.contains(":") && !host.startsWith("[")
                        ? "[" + host + "]"
                        : host, balancer.getAddress().getPort()));
            } catch (IllegalArgumentException e) {
                throw new Malformed("address of a balancer", e);
            }
        }
        if (balancers.isEmpty()) {
            throw new Malformed("no balancers");
        }
        return new Entrance(balancers.subList(0, Math.min(balancers.size(), Invitation.MAX_BALANCERS)), wire
                .isInviteOnly());
    }

    /// @param pin
    ///            of the deployment's authority
    public static AccountAnswer invitation(Entrance entrance, String room, byte[] pin) {
        return new AccountAnswer.Invitation(new Invitation(entrance.balancers(), Optional.of(room), pin, Optional
                .empty()).text(), entrance.inviteOnly());
    }
}
