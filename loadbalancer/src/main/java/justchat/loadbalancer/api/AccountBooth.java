// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;

import justchat.loadbalancer.account.Account;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.api.Tickets.Holder;
import justchat.loadbalancer.model.Bytes;
import justchat.loadbalancer.model.NamePattern;
import justchat.loadbalancer.model.UserName;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.AccountPage;
import justchat.wire.AccountSummary;
import justchat.wire.AccountsRequest;
import justchat.wire.ChangeIdentity;
import justchat.wire.ChangePassword;
import justchat.wire.DeleteAccount;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.Renewal;

/// Accounts: all that there are, and what the user who asks does with the own. One per connection.
final class AccountBooth {
    static final int MAX_PAGE = 500;
    /// The book waits while so many are read.
    private static final int AT_ONCE = 1_000;
    /// Of all connections together: a list may have to look at a million names.
    private static final Semaphore LISTING = new Semaphore(4);
    private static final int LISTING_MILLIS = 200;
    private static final int FULL_MILLIS = 60_000;

    private final Visitor visitor;
    private final Desk desk;

    AccountBooth(Visitor visitor) {
        this.visitor = Objects.requireNonNull(visitor, "visitor");
        this.desk = visitor.desk();
    }

    AccountPage accounts(AccountsRequest request) throws Refused {
        visitor.holder(request.bufferForTicket());
        if (request.getLimit() < 1 || request.getLimit() > MAX_PAGE) {
            throw Refusals.of(Reason.INVALID, "a page has 1 to " + MAX_PAGE + " accounts");
        }
        NamePattern pattern;
        try {
            pattern = NamePattern.of(request.getPattern());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
        var after = request.isSetAfter() ? Visitor.name(request.getAfter()).key() : "";
        if (!LISTING.tryAcquire()) {
            throw Refusals.later(Reason.BUSY, "too many are asking for lists of accounts", LISTING_MILLIS);
        }
        try {
            var found = matching(pattern, after, request.getLimit() + 1);
            return new AccountPage(found.stream().limit(request.getLimit()).map(this::summary).toList(),
                    found.size() > request.getLimit());
        } finally {
            LISTING.release();
        }
    }

    private List<Account> matching(NamePattern pattern, String after, int limit) {
        List<Account> found = new ArrayList<>();
        var next = desk.accounts().accountsAfter(after, AT_ONCE);
        while (!next.isEmpty()) {
            for (var account : next) {
                if (pattern.matches(account.name())) {
                    found.add(account);
                }
                if (found.size() == limit) {
                    return found;
                }
            }
            next = desk.accounts().accountsAfter(next.getLast().name().key(), AT_ONCE);
        }
        return found;
    }

    private AccountSummary summary(Account account) {
        return new AccountSummary(account.name().display(), account.createdAtMillis(),
                !desk.board().locate(account.name()).isEmpty());
    }

    Renewal changePassword(ChangePassword request) throws Refused {
        var holder = visitor.holder(request.bufferForTicket());
        desk.guard().slowDown(holder.name(), visitor.from());
        var command = command(holder, request);
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_ACCOUNT_CHANGE).with(Key.USER, holder.name().display())
                .with(Key.REASON, "change the password"), request.getClock());
        return switch (visitor.decided(command)) {
            case Outcome.PasswordChanged(int generation) -> {
                desk.counters().count(Counter.PASSWORDS_CHANGED);
                desk.guard().succeeded(holder.name(), visitor.from());
                desk.journal().record(() -> Saying.of(Verb.CHANGES_ACCOUNT).with(Key.USER, holder.name().display())
                        .with(Key.REASON, "password changed"));
                yield desk.tickets().issue(new Holder(holder.name(), generation, holder.login())).renewal();
            }
            case Outcome.WrongPassword() -> throw desk.guard().failed(holder.name(), visitor.from(), "wrong password");
            case Outcome.Full() -> throw full();
            case Outcome.IdReused() -> throw reused();
        };
    }

    private Command.ChangePassword command(Holder holder, ChangePassword request) throws Refused {
        try {
            return new Command.ChangePassword(CommandId.copyOf(request.getCommand()), holder.name(),
                    LoginGuard.verifier(request.getOldAuthKey()), verifier(request.getNewAuthKey()),
                    Bytes.copyOf(request.getNewSealedIdentity()), holder.loginBytes(), visitor.now());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    Renewal changeIdentity(ChangeIdentity request) throws Refused {
        var holder = visitor.holder(request.bufferForTicket());
        desk.guard().slowDown(holder.name(), visitor.from());
        var command = command(holder, request);
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_ACCOUNT_CHANGE).with(Key.USER, holder.name().display())
                .with(Key.REASON, "change the identity key"), request.getClock());
        return switch (visitor.decided(command)) {
            case Outcome.IdentityChanged(int generation) -> {
                desk.counters().count(Counter.IDENTITIES_CHANGED);
                desk.guard().succeeded(holder.name(), visitor.from());
                desk.journal().record(() -> Saying.of(Verb.CHANGES_ACCOUNT).with(Key.USER, holder.name().display())
                        .with(Key.REASON, "identity key changed"));
                yield desk.tickets().issue(new Holder(holder.name(), generation, holder.login())).renewal();
            }
            case Outcome.WrongPassword() -> throw desk.guard().failed(holder.name(), visitor.from(), "wrong password");
            case Outcome.Full() -> throw full();
            case Outcome.IdReused() -> throw reused();
        };
    }

    private Command.ChangeIdentity command(Holder holder, ChangeIdentity request) throws Refused {
        try {
            return new Command.ChangeIdentity(CommandId.copyOf(request.getCommand()), holder.name(),
                    LoginGuard.verifier(request.getAuthKey()), Bytes.copyOf(request.getIdentityKey()),
                    Bytes.copyOf(request.getSealedIdentity()), holder.loginBytes(), visitor.now());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
    }

    private static Bytes verifier(byte[] authKey) {
        return LoginGuard.verifier(Bytes.exactly(LogIns.AUTH_KEY_BYTES, authKey, "authentication key").toArray());
    }

    /// Repeated after it was done, it comes with a ticket that it has ended itself.
    void deleteAccount(DeleteAccount request) throws Refused {
        var signed = visitor.counted(() -> desk.tickets().signed(request.bufferForTicket()));
        if (desk.accounts().isDeleted(signed.name())) {
            return;
        }
        UserName user = visitor.holder(request.bufferForTicket()).name();
        desk.guard().slowDown(user, visitor.from());
        Command.DeleteAccount command;
        try {
            command = new Command.DeleteAccount(CommandId.copyOf(request.getCommand()), user,
                    LoginGuard.verifier(request.getAuthKey()), visitor.now());
        } catch (IllegalArgumentException wrong) {
            throw Refusals.invalid(wrong);
        }
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_ACCOUNT_CHANGE).with(Key.USER, user.display())
                .with(Key.REASON, "delete the account"), request.getClock());
        switch (visitor.decided(command)) {
            case Outcome.AccountDeleted() -> {
                desk.counters().count(Counter.ACCOUNTS_DELETED);
                desk.journal().record(() -> Saying.of(Verb.CHANGES_ACCOUNT).with(Key.USER, user.display())
                        .with(Key.REASON, "account deleted"));
            }
            case Outcome.WrongPassword() -> throw desk.guard().failed(user, visitor.from(), "wrong password");
            case Outcome.Full() -> throw full();
            case Outcome.IdReused() -> throw reused();
        }
    }

    private static Refused full() {
        return Refusals.later(Reason.BUSY, "too many passwords and keys were changed lately; try again later",
                FULL_MILLIS);
    }

    private static Refused reused() {
        return Refusals.of(Reason.INVALID, "this command id was used for something else");
    }
}
