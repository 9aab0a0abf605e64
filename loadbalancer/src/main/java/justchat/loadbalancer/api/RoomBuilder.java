// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.time.InstantSource;
import java.util.Objects;

import justchat.loadbalancer.account.Accounts;
import justchat.loadbalancer.account.Command;
import justchat.loadbalancer.account.CommandId;
import justchat.loadbalancer.account.Outcome;
import justchat.loadbalancer.codec.Unwire;
import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.RoomName;
import justchat.loadbalancer.model.UserName;
import justchat.logs.journal.Journal;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.CreateRoom;
import justchat.wire.Reason;
import justchat.wire.Refused;
import justchat.wire.RoomInfo;

/// Writes new rooms into the book. Thread-safe; waits for a majority of balancers, three seconds at most.
public final class RoomBuilder {
    private final Accounts accounts;
    private final Counters counters;
    private final Journal journal;
    private final InstantSource time;

    public RoomBuilder(Accounts accounts, Counters counters, Journal journal, InstantSource time) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.counters = Objects.requireNonNull(counters, "counters");
        this.journal = Objects.requireNonNull(journal, "journal");
        this.time = Objects.requireNonNull(time, "time");
    }

    /// The room as the book has it; a repeated request gives the room of its first time.
    ///
    /// @param owner
    ///            whose ticket the request came with
    /// @throws Refused
    ///             INVALID, NAME_TAKEN, TOO_LARGE; UNAVAILABLE or BUSY if nothing was decided
    RoomInfo create(UserName owner, CreateRoom request) throws Refused {
        var command = command(owner, request);
        journal.record(() -> Saying.of(Verb.RECEIVES_ROOM_REQUEST).with(Key.ROOM, command.name())
                .with(Key.USER, owner.display()), request.getClock());
        var outcome = Answers.decided(accounts.submit(command).join(), counters);
        return switch (outcome) {
            case Outcome.RoomCreated(long view) -> {
                counters.count(Counter.ROOMS_CREATED);
                journal.record(() -> Saying.of(Verb.CREATES_ROOM).with(Key.ROOM, command.name()).with(Key.VIEW, view)
                        .with(Key.USER, owner.display()));
                yield Wire.room(accounts.room(command.name()).orElseThrow());
            }
            case Outcome.NameTaken() ->
                throw refused(Reason.NAME_TAKEN, "there is a room of this name already; choose another");
            case Outcome.OwnerFull() ->
                throw refused(Reason.TOO_LARGE, "you own as many rooms as one user may");
            case Outcome.Full() -> throw refused(Reason.TOO_LARGE, "there is no room for more rooms here");
            case Outcome.IdReused() ->
                throw refused(Reason.INVALID, "this command id was used for something else");
        };
    }

    private Command.CreateRoom command(UserName owner, CreateRoom request) throws Refused {
        try {
            return new Command.CreateRoom(CommandId.copyOf(request.getCommand()), new RoomName(request.getName()),
                    Unwire.order(request.getOrder()), owner, time.millis(),
                    Unwire.firstLock(request.getLock()));
        } catch (IllegalArgumentException wrong) {
            counters.count(Counter.ROOMS_REFUSED);
            throw Refusals.invalid(wrong);
        }
    }

    private Refused refused(Reason reason, String sentence) {
        counters.count(Counter.ROOMS_REFUSED);
        return Refusals.of(reason, sentence);
    }
}
