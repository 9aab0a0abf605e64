// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Outcome;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Post;
import justchat.messageserver.model.RoomInfo;

/// The rules of a room that people talk in.
///
/// Who created it owns it, and is a member from the beginning. Only the owner
/// makes moderators, and acts against them; nobody acts against the owner. A room
/// without an owner (the lobby) has everybody for a member and nobody to moderate
/// it: nobody can leave or be sent away, and nobody sets a topic.
public final class RoomConduct implements Conduct {
    /// Users that a room remembers: members, former ones, and those that a
    /// moderator named.
    public static final int MAX_USERS = 100_000;
    /// Signs that were ever put to a message, withdrawn or not; and of one user.
    public static final int MAX_SIGNS = 500;
    public static final int MAX_SIGNS_OF_USER = 20;

    private final RoomInfo room;
    private final Map<String, User> users = new TreeMap<>();
    private final Authors authors = new Authors();
    private final Overlays overlays = new Overlays();
    private final Locks locks;
    private Register<String> topic = Register.initially("");
    private int members;

    public RoomConduct(RoomInfo room) {
        this.room = room;
        this.locks = new Locks(room);
        if (!isOpenToAll()) {
            put(room.owner(), User.unknown(true));
        }
    }

    // --- what was said

    @Override
    public void shown(Entry entry) {
        switch (entry.payload()) {
            case Payload.Message message ->
                authors.add(entry.id(), entry.author(), isText(message));
            case Payload.Change change -> write(entry, change, false);
            case Payload.Control _,Payload.Personal _ -> {
            }
        }
    }

    @Override
    public void copied(Entry copy) {
        if (copy.payload() instanceof Payload.Change change) {
            write(copy, change, true);
        }
    }

    private void write(Entry entry, Payload.Change change, boolean copy) {
        switch (change) {
            case Payload.Edit(MessageId target, String _) -> overlays.edited(entry, target, copy);
            case Payload.Erase erase -> overlays.shown(entry, erase, copy);
            case Payload.Reaction reaction -> overlays.shown(entry, reaction, copy);
            case Payload.Topic(String text) -> topic = topic.write(text, entry, copy);
            case Payload.Membership membership ->
                put(entry.author(), user(entry.author()).with(entry, membership, copy));
            case Payload.Admission _ ->
                put(entry.author(), user(entry.author()).with(entry, new Payload.Membership(true), copy));
            case Payload.SealedEdit(MessageId target, int _, Bytes _) -> overlays.edited(entry, target, copy);
            case Payload.Locked locked -> locks.shown(entry, locked, copy);
            case Payload.Sanction sanction -> put(sanction.user(), user(sanction.user()).with(entry, sanction, copy));
        }
    }

    private static boolean isText(Payload.Message message) {
        return switch (message) {
            case Payload.Text _,Payload.Reply _ -> true;
            case Payload.FileNotice _ -> false;
            case Payload.Sealed sealed -> sealed.file().isEmpty();
        };
    }

    private void put(String name, User user) {
        var old = users.put(name, user);
        members += (user.isMember() ? 1 : 0) - (old != null && old.isMember() ? 1 : 0);
    }

    // --- what may be said

    @Override
    public Optional<Outcome> refusal(Post post, long atMillis) {
        return first(ofAuthor(post, atMillis), locks.refusal(post));
    }

    private Optional<Outcome> ofAuthor(Post post, long atMillis) {
        return switch (post.payload()) {
            case Payload.Message message -> first(mayWrite(post.author(), atMillis), answersSomething(message));
            case Payload.Edit(MessageId target, String _) ->
                first(mayWrite(post.author(), atMillis), mayEdit(post.author(), target));
            case Payload.SealedEdit(MessageId target, int _, Bytes _) ->
                first(mayWrite(post.author(), atMillis), mayEdit(post.author(), target));
            case Payload.Erase(List<MessageId> targets) ->
                first(isInside(post.author()), mayErase(post.author(), targets));
            case Payload.Reaction reaction ->
                first(mayWrite(post.author(), atMillis), mayReact(post.author(), reaction));
            case Payload.Topic _ -> mayModerate(post.author(), "set its topic", "set the topic of " + room.name());
            case Payload.Locked _ -> mayModerate(post.author(), "change its code", "change the code of " + room.name());
            case Payload.Admission _ -> mayJoin(post.author(), atMillis);
            case Payload.Membership(boolean joined) -> joined
                    ? mayJoin(post.author(), atMillis)
                    : mayLeave(post.author());
            case Payload.Sanction sanction -> maySanction(post.author(), sanction, atMillis);
            case Payload.Control _ -> invalid("only servers say that");
            case Payload.Personal _ -> invalid("that is nothing for a room");
        };
    }

    private Optional<Outcome> isInside(String author) {
        return isMember(author) ? allowed() : refused("you are not in " + room.name());
    }

    private Optional<Outcome> mayWrite(String author, long atMillis) {
        return first(isInside(author), user(author).mutedFor(atMillis)
                .flatMap(duration -> refused("you are muted in " + room.name() + duration)));
    }

    private Optional<Outcome> answersSomething(Payload.Message message) {
        return message instanceof Payload.Reply(MessageId target, String _) ? isHere(target) : allowed();
    }

    private Optional<Outcome> isHere(MessageId target) {
        return authors.authorOf(target).isPresent() ? allowed() : invalid("there is no such message in " + room.name());
    }

    private Optional<Outcome> isNotErased(MessageId target) {
        return overlay(target).erasedBy().flatMap(by -> refused(by + " has erased that message"));
    }

    private Optional<Outcome> isOwn(String author, MessageId target, String action) {
        return authors.authorOf(target).filter(author::equals).isPresent()
                ? allowed()
                : refused("only who wrote a message may " + action + " it");
    }

    private Optional<Outcome> mayEdit(String author, MessageId target) {
        return first(isHere(target), isOwn(author, target, "edit"), authors.isText(target)
                ? allowed()
                : invalid("only texts can be edited"), isNotErased(target));
    }

    private Optional<Outcome> mayErase(String author, List<MessageId> targets) {
        for (var target : targets) {
            var refusal = first(isHere(target), isModerator(author)
                    ? allowed()
                    : isOwn(author, target, "erase"));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return allowed();
    }

    private Optional<Outcome> mayReact(String author, Payload.Reaction reaction) {
        var overlay = overlay(reaction.target());
        return first(isHere(reaction.target()), isNotErased(reaction.target()), reaction.withdrawn()
                ? overlay.has(author, reaction.sign()) ? allowed() : invalid("you have not put that sign there")
                : hasRoom(overlay, author, reaction.sign()));
    }

    private static Optional<Outcome> hasRoom(Overlay overlay, String author, String sign) {
        return overlay.knows(author, sign)
                || overlay.signs() < MAX_SIGNS && overlay.signsOf(author) < MAX_SIGNS_OF_USER
                        ? allowed()
                        : Optional.of(new Outcome.TooLarge("that message has too many signs"));
    }

    private Optional<Outcome> mayModerate(String author, String action, String fullAction) {
        if (isOpenToAll()) {
            return refused(room.name() + " has no moderators: nobody may " + action);
        }
        return first(isInside(author), isModerator(author)
                ? allowed()
                : refused("only moderators may " + fullAction));
    }

    private Optional<Outcome> mayJoin(String author, long atMillis) {
        if (isMember(author)) {
            return refused("you are in " + room.name() + " already");
        }
        return first(user(author).bannedFor(atMillis)
                .flatMap(duration -> refused("you are banned from " + room.name() + duration)), fits(author));
    }

    private Optional<Outcome> mayLeave(String author) {
        return isOpenToAll() ? refused("everybody is in " + room.name()) : isInside(author);
    }

    private Optional<Outcome> maySanction(String author, Payload.Sanction sanction, long atMillis) {
        return first(mayModerate(author, "do that", "do that in " + room.name()),
                Sanctions.refusal(this, author, sanction, atMillis),
                fits(sanction.user()));
    }

    private Optional<Outcome> fits(String name) {
        return users.size() < MAX_USERS || users.containsKey(name)
                ? allowed()
                : Optional.of(new Outcome.TooLarge(room.name() + " is full"));
    }

    @SafeVarargs
    static Optional<Outcome> first(Optional<Outcome>... refusals) {
        for (var refusal : refusals) {
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    static Optional<Outcome> allowed() {
        return Optional.empty();
    }

    static Optional<Outcome> refused(String sentence) {
        return Optional.of(new Outcome.NotPermitted(sentence));
    }

    static Optional<Outcome> invalid(String sentence) {
        return Optional.of(new Outcome.Invalid(sentence));
    }

    // --- how things stand

    String name() {
        return room.name();
    }

    User user(String name) {
        return users.getOrDefault(name, User.unknown(false));
    }

    /// What the room is about; empty: nothing in particular.
    public String topic() {
        return topic.value();
    }

    /// Of a closed room the newest lock; empty: the room is open, for ever.
    public Optional<Lock> lock() {
        return locks.newest();
    }

    /// Whether everybody is a member, always: so it is where there is no owner.
    public boolean isOpenToAll() {
        return room.owner().isEmpty();
    }

    public boolean isMember(String user) {
        return isOpenToAll() || user(user).isMember();
    }

    /// Whether this user may read the room, its history and its members.
    public boolean mayRead(String user) {
        return isMember(user);
    }

    boolean isOwner(String user) {
        return !isOpenToAll() && room.owner().equals(user);
    }

    /// The owner is one.
    public boolean isModerator(String user) {
        return isOwner(user) || !isOpenToAll() && user(user).moderator().value();
    }

    /// How many there are; 0 in a room that is open to all.
    public int memberCount() {
        return members;
    }

    /// The members by name; none in a room that is open to all.
    public List<RoomMember> members(long atMillis) {
        return users.entrySet().stream().filter(user -> user.getValue().isMember()).map(user -> new RoomMember(
                user.getKey(), isOwner(user.getKey()), isModerator(user.getKey()),
                user.getValue().mutedFor(atMillis).isPresent())).toList();
    }

    /// What became of this message.
    public Overlay overlay(MessageId message) {
        return overlays.of(message);
    }

    /// The same for any thread, and as it is when asked.
    public Overlays overlays() {
        return overlays;
    }

    /// Who wrote this message; empty if it is not shown here.
    public Optional<String> authorOf(MessageId message) {
        return authors.authorOf(message);
    }

    /// All that follows from what was shown, to compare by.
    @Override
    public String toString() {
        return room.name() + " " + topic + " " + locks.newest() + " " + Collections.unmodifiableMap(users);
    }
}
