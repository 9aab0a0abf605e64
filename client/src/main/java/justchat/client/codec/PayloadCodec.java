// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.Limits;
import justchat.client.model.Measure;
import justchat.client.model.MessageId;
import justchat.client.model.Payload;
import justchat.client.model.SealedLetter;
import justchat.wire.Collected;
import justchat.wire.Edit;
import justchat.wire.Erase;
import justchat.wire.Letter;
import justchat.wire.Marker;
import justchat.wire.Reaction;
import justchat.wire.Reply;
import justchat.wire.Sanction;
import justchat.wire.Setting;

/// What entries say. What a newer client would understand, and what breaks the
/// limits of the protocol, is [Payload.Unknown]: the entry keeps its place.
public final class PayloadCodec {
    private static final int MAX_USER = 64;
    private static final int MAX_SETTING_NAME = 32;
    private static final int MAX_SETTING_VALUE = 256;

    private PayloadCodec() {}

    static Payload payload(justchat.wire.Payload wire) {
        try {
            return wire.getSetField() == null ? new Payload.Unknown() : known(wire);
        } catch (Malformed | IllegalArgumentException | NullPointerException _) {
            return new Payload.Unknown();
        }
    }

    private static Payload known(justchat.wire.Payload wire) throws Malformed {
        return switch (wire.getSetField()) {
            case TEXT -> new Payload.Text(text(wire.getText(), Limits.TEXT_BYTES));
            case FILE -> new Payload.Shared(FileCodec.file(wire.getFile()));
            case REPLY -> new Payload.Reply(RoomCodec.id(wire.getReply().getTarget()),
                    text(wire.getReply().getText(), Limits.TEXT_BYTES));
            case EDIT -> edit(wire.getEdit());
            case ERASE -> new Payload.Erase(ids(wire.getErase().getTargets()));
            case REACTION -> new Payload.Reaction(RoomCodec.id(wire.getReaction().getTarget()),
                    text(wire.getReaction().getSign(), Payload.Reaction.MAX_BYTES), wire.getReaction().isWithdrawn());
            case TOPIC -> new Payload.Topic(text(wire.getTopic(), Payload.Topic.MAX_BYTES));
            case MEMBERSHIP -> new Payload.Membership(wire.getMembership());
            case SANCTION -> sanction(wire.getSanction());
            case EPOCH -> new Payload.Control();
            case FOLD -> new Payload.Fold(RoomCodec.seen(wire.getFold().getComplete()));
            case LETTER -> new Payload.Letter(user(wire.getLetter().getRecipient()),
                    SealedLetter.of(wire.getLetter().getEnvelope()));
            case COLLECTED -> new Payload.Collected(ids(wire.getCollected().getLetters()));
            case MARKER -> new Payload.Marker(SummaryCodec.name(wire.getMarker().getRoom()),
                    RoomCodec.seen(wire.getMarker().getRead()));
            case SETTING -> new Payload.Setting(text(wire.getSetting().getName(), MAX_SETTING_NAME),
                    text(wire.getSetting().getValue(), MAX_SETTING_VALUE));
            case ERASED -> new Payload.Erased(user(wire.getErased().getBy()));
            case SEALED -> SealedCodec.sealed(wire.getSealed());
            case LOCK -> new Payload.NewLock(SealedCodec.lock(wire.getLock()));
            case ADMISSION -> new Payload.Membership(true);
        };
    }

    private static Payload sanction(Sanction wire) throws Malformed {
        return new Payload.Sanction(user(wire.getUser()), measure(wire.getMeasure()),
                wire.isSetUntilMillis() ? OptionalLong.of(wire.getUntilMillis()) : OptionalLong.empty());
    }

    private static List<MessageId> ids(List<justchat.wire.MessageId> wire) throws Malformed {
        if (wire.size() > Payload.Erase.MAX_TARGETS) {
            throw new Malformed(wire.size() + " message ids");
        }
        var ids = new ArrayList<MessageId>(wire.size());
        for (var id : wire) {
            ids.add(RoomCodec.id(id));
        }
        return ids;
    }

    static String user(String name) throws Malformed {
        if (name.isEmpty()) {
            throw new Malformed("user without a name");
        }
        return text(name, 4 * MAX_USER);
    }

    static String text(String text, int maxBytes) throws Malformed {
        if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new Malformed("text of " + text.length() + " characters");
        }
        return text;
    }

    /// @throws IllegalArgumentException
    ///             for what nobody can post
    public static justchat.wire.Payload payload(Payload payload) {
        return switch (payload) {
            case Payload.Text(var text) -> justchat.wire.Payload.text(text);
            case Payload.Shared(var file) -> justchat.wire.Payload.file(FileCodec.notice(file));
            case Payload.Reply(var target, var text) ->
                justchat.wire.Payload.reply(new Reply(RoomCodec.id(target), text));
            case Payload.Edit(var target, var text, var answers) ->
                justchat.wire.Payload.edit(new Edit(RoomCodec.id(target), text).setAnswers(answers.map(RoomCodec::id)
                        .orElse(null)));
            case Payload.Erase(var targets) -> justchat.wire.Payload.erase(new Erase(toWire(targets)));
            case Payload.Reaction(var target, var sign, var withdrawn) ->
                justchat.wire.Payload.reaction(new Reaction(RoomCodec.id(target), sign, withdrawn));
            case Payload.Topic(var topic) -> justchat.wire.Payload.topic(topic);
            case Payload.Membership(var joined) -> justchat.wire.Payload.membership(joined);
            case Payload.Sanction sanction -> justchat.wire.Payload.sanction(sanction(sanction));
            case Payload.Letter(var recipient, var envelope, _) ->
                justchat.wire.Payload.letter(new Letter(recipient, ByteBuffer.wrap(envelope.bytes())));
            case Payload.Collected(var letters) -> justchat.wire.Payload.collected(new Collected(toWire(letters)));
            case Payload.Marker(var room, var read) ->
                justchat.wire.Payload.marker(new Marker(room, RoomCodec.seen(read)));
            case Payload.Setting(var name, var value) -> justchat.wire.Payload.setting(new Setting(name, value));
            case Payload.NewLock(var lock) -> justchat.wire.Payload.lock(SealedCodec.lock(lock));
            case Payload.Sealed(var lock, var message, var edits, var file) ->
                SealedCodec.sealed(lock, message.bytes(), edits, file);
            case Payload.Unreadable _,Payload.Erased _,Payload.Fold _,Payload.Control _,Payload.Unknown _ ->
                throw new IllegalArgumentException("nobody can post " + payload);
        };
    }

    private static Payload.Edit edit(Edit wire) throws Malformed {
        return new Payload.Edit(RoomCodec.id(wire.getTarget()), text(wire.getText(), Limits.TEXT_BYTES), wire
                .isSetAnswers() ? Optional.of(RoomCodec.id(wire.getAnswers())) : Optional.empty());
    }

    private static Sanction sanction(Payload.Sanction sanction) {
        var wire = new Sanction(sanction.user(), measure(sanction.measure()));
        sanction.untilMillis().ifPresent(wire::setUntilMillis);
        return wire;
    }

    private static List<justchat.wire.MessageId> toWire(List<MessageId> ids) {
        return ids.stream().map(RoomCodec::id).toList();
    }

    private static Measure measure(justchat.wire.Measure wire) {
        return switch (wire) {
            case MUTE -> Measure.MUTE;
            case UNMUTE -> Measure.UNMUTE;
            case KICK -> Measure.KICK;
            case BAN -> Measure.BAN;
            case UNBAN -> Measure.UNBAN;
            case PROMOTE -> Measure.PROMOTE;
            case DEMOTE -> Measure.DEMOTE;
        };
    }

    private static justchat.wire.Measure measure(Measure measure) {
        return switch (measure) {
            case MUTE -> justchat.wire.Measure.MUTE;
            case UNMUTE -> justchat.wire.Measure.UNMUTE;
            case KICK -> justchat.wire.Measure.KICK;
            case BAN -> justchat.wire.Measure.BAN;
            case UNBAN -> justchat.wire.Measure.UNBAN;
            case PROMOTE -> justchat.wire.Measure.PROMOTE;
            case DEMOTE -> justchat.wire.Measure.DEMOTE;
        };
    }
}
