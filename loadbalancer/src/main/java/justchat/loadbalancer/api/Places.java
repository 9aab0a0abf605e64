// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import justchat.loadbalancer.codec.Wire;
import justchat.loadbalancer.model.NameCheck;
import justchat.loadbalancer.model.ServerId;
import justchat.loadbalancer.model.UserName;
import justchat.logs.vocabulary.Key;
import justchat.logs.vocabulary.Saying;
import justchat.logs.vocabulary.Verb;
import justchat.wire.Assignment;
import justchat.wire.Location;
import justchat.wire.PublicFile;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Where to go, where others are, which files there are: what the board knows. One per connection.
final class Places {
    private static final int MAX_AVOID = 64;

    private final Visitor visitor;
    private final Desk desk;

    Places(Visitor visitor) {
        this.visitor = Objects.requireNonNull(visitor, "visitor");
        this.desk = visitor.desk();
    }

    static Optional<Assignment> place(Desk desk, UserName name, Set<ServerId> avoid) {
        var place = desk.board().assign(name, avoid);
        desk.counters().count(place.isPresent() ? Counter.ASSIGNMENTS : Counter.ASSIGNMENTS_EMPTY);
        return place
                .map(found -> new Assignment(Wire.member(found.server()), Wire.members(found.backups())));
    }

    Assignment assign(ByteBuffer ticket, List<Integer> avoid, Map<String, Long> clock) throws Refused {
        var name = visitor.holder(ticket).name();
        Set<ServerId> avoided = new HashSet<>();
        avoid.stream().limit(MAX_AVOID).filter(number -> number > 0 && number <= ServerId.MAX)
                .forEach(number -> avoided.add(new ServerId(number)));
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_SERVER_REQUEST).with(Key.USER, name.display()), clock);
        var found = place(desk, name, avoided)
                .orElseThrow(() -> Refusals.unavailable("no message server lives at the moment"));
        var sent = desk.journal().record(() -> Saying.of(Verb.ASSIGNS).with(Key.USER, name.display())
                .with(Key.SERVER, found.getServer().getName()));
        return found.setClock(sent.entries());
    }

    Location locate(ByteBuffer ticket, String user, Map<String, Long> clock) throws Refused {
        var asking = visitor.holder(ticket).name();
        var account = Optional.of(UserName.check(user)).filter(NameCheck.Good.class::isInstance)
                .flatMap(good -> desk.accounts().account(((NameCheck.Good) good).name()))
                .orElseThrow(() -> Refusals.of(Reason.NOT_FOUND, "there is no such user"));
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_LOCATE).with(Key.USER, account.name().display())
                .with(Key.FROM, asking.display()), clock);
        var sessions = desk.board().locate(account.name()).stream()
                .map(found -> Wire.session(found.session(), found.origin())).toList();
        return new Location(account.name().display(), ByteBuffer.wrap(account.identityKey().toArray()), sessions);
    }

    List<PublicFile> files(ByteBuffer ticket, Map<String, Long> clock) throws Refused {
        var asking = visitor.holder(ticket).name();
        desk.journal().record(() -> Saying.of(Verb.RECEIVES_FILES_REQUEST).with(Key.FROM, asking.display()), clock);
        return desk.board().files().stream().map(Wire::file).toList();
    }

    List<String> online(ByteBuffer ticket) throws Refused {
        visitor.holder(ticket);
        return desk.board().online();
    }
}
