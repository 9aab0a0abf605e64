// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Voters;
import justchat.loadbalancer.board.Board;
import justchat.loadbalancer.model.BalancerMember;
import justchat.logs.journal.Journal;

/// What the handlers of all connections share.
///
/// @param self
///            this balancer as the book will have it
/// @param argon
///            what clients turn passwords into keys with
/// @param moreCounters
///            counters of other parts of this process, by name
public record Desk(BalancerMember self, String deployment, ArgonCost argon, Accounts accounts, Voters voters,
        ViewDiary diary, Board board,
        Policy policy, Tickets tickets, InvitationTokens invitations, LoginGuard guard, RoomBuilder builder,
        Journal journal,
        Counters counters, Announced announced,
        Supplier<Map<String, Long>> moreCounters, InstantSource time) {
    public Desk {
        Objects.requireNonNull(self, "self");
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(argon, "argon");
        Objects.requireNonNull(accounts, "accounts");
        Objects.requireNonNull(voters, "voters");
        Objects.requireNonNull(diary, "diary");
        Objects.requireNonNull(board, "board");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(tickets, "tickets");
        Objects.requireNonNull(invitations, "invitations");
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(builder, "builder");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(counters, "counters");
        Objects.requireNonNull(announced, "announced");
        Objects.requireNonNull(moreCounters, "moreCounters");
        Objects.requireNonNull(time, "time");
    }

    /// What is counted in this process, by name.
    public Map<String, Long> everyCounter() {
        var all = new TreeMap<>(moreCounters.get());
        all.putAll(counters.byName());
        all.put("journal-unwritten", journal.unwritten());
        all.put("journal-unmerged", journal.unmerged());
        return all;
    }
}
