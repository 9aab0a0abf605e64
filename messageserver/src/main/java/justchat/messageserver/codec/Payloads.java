// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.View;
import justchat.wire.Collected;
import justchat.wire.Edit;
import justchat.wire.Epoch;
import justchat.wire.Erase;
import justchat.wire.Erased;
import justchat.wire.Fold;
import justchat.wire.Letter;
import justchat.wire.Marker;
import justchat.wire.Measure;
import justchat.wire.Reaction;
import justchat.wire.Refused;
import justchat.wire.Reply;
import justchat.wire.Sanction;
import justchat.wire.Sealed;
import justchat.wire.Setting;

/// What an entry says, from wire to model and back.
final class Payloads {
    private Payloads() {}

    static Payload fromWire(justchat.wire.Payload wire) throws Refused {
        var member = Parts.required(Parts.required(wire, "payload").getSetField(), "payload of a kind known here");
        return switch (member) {
            case TEXT -> large(() -> new Payload.Text(Parts.required(wire.getText(), "text")));
            case FILE -> Parts.notice(wire.getFile());
            case REPLY -> reply(wire.getReply());
            case EDIT -> edit(wire.getEdit());
            case ERASE -> erase(wire.getErase());
            case REACTION -> reaction(wire.getReaction());
            case TOPIC -> large(() -> new Payload.Topic(Parts.required(wire.getTopic(), "topic")));
            case MEMBERSHIP -> new Payload.Membership(wire.getMembership());
            case SANCTION -> sanction(wire.getSanction());
            case EPOCH -> epoch(wire.getEpoch());
            case FOLD -> fold(wire.getFold());
            case LETTER -> letter(wire.getLetter());
            case COLLECTED -> collected(wire.getCollected());
            case MARKER -> marker(wire.getMarker());
            case SETTING -> setting(wire.getSetting());
            case ERASED -> throw Refusals.invalid("what was erased cannot be posted");
            case SEALED -> sealed(wire.getSealed());
            case LOCK -> new Payload.Locked(Parts.lock(wire.getLock()));
            case ADMISSION -> admission(wire.bufferForAdmission());
        };
    }

    private interface Made {
        Payload get() throws Refused;
    }

    /// What is refused for its size.
    private static Payload large(Made made) throws Refused {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw Refusals.tooLarge(e.getMessage());
        }
    }

    private static Payload reply(Reply wire) throws Refused {
        var target = Parts.messageId(Parts.required(wire, "reply").getTarget());
        return large(() -> new Payload.Reply(target, Parts.required(wire.getText(), "text")));
    }

    private static Payload edit(Edit wire) throws Refused {
        var target = Parts.messageId(Parts.required(wire, "edit").getTarget());
        return large(() -> new Payload.Edit(target, Parts.required(wire.getText(), "text")));
    }

    private static Payload erase(Erase wire) throws Refused {
        var targets = ids(Parts.required(wire, "erase").getTargets());
        return large(() -> new Payload.Erase(targets));
    }

    private static List<MessageId> ids(List<justchat.wire.MessageId> wire) throws Refused {
        if (Parts.required(wire, "messages").size() > Payload.MAX_TARGETS) {
            throw Refusals.tooLarge(wire.size() + " messages, at most " + Payload.MAX_TARGETS);
        }
        var ids = new ArrayList<MessageId>(wire.size());
        for (var id : wire) {
            ids.add(Parts.messageId(id));
        }
        return ids;
    }

    private static Payload reaction(Reaction wire) throws Refused {
        var target = Parts.messageId(Parts.required(wire, "reaction").getTarget());
        return large(() -> new Payload.Reaction(target, Parts.required(wire.getSign(), "sign"), wire.isWithdrawn()));
    }

    private static Payload sanction(Sanction wire) throws Refused {
        var measure = Parts.required(Parts.required(wire, "sanction").getMeasure(), "measure known here");
        var until = wire.isSetUntilMillis() ? OptionalLong.of(wire.getUntilMillis()) : OptionalLong.empty();
        return Parts
                .checked(() -> new Payload.Sanction(wire.getUser(), Payload.Measure.valueOf(measure.name()), until));
    }

    private static Payload epoch(Epoch wire) throws Refused {
        if (Parts.required(Parts.required(wire, "epoch").getMembers(), "members").size() > View.MAX_MEMBERS) {
            throw Refusals.tooLarge("epoch of " + wire.getMembers().size() + " members");
        }
        var members = new ArrayList<Origin>(wire.getMembers().size());
        for (var member : wire.getMembers()) {
            members.add(Parts.origin(member));
        }
        var cut = Parts.vector(wire.getCut());
        return Parts.checked(() -> new Payload.Epoch(wire.getView(), members, wire.getPrevious(), cut));
    }

    private static Payload fold(Fold wire) throws Refused {
        var complete = Parts.vector(Parts.required(wire, "fold").getComplete());
        return Parts.checked(() -> new Payload.Fold(complete));
    }

    private static Payload letter(Letter wire) throws Refused {
        var envelope = Parts.bytes(Parts.required(wire, "letter").bufferForEnvelope(), Payload.Letter.MAX_BYTES,
                "letter");
        return Parts.checked(() -> new Payload.Letter(wire.getRecipient(), Bytes.of(envelope)));
    }

    private static Payload collected(Collected wire) throws Refused {
        var letters = ids(Parts.required(wire, "collected").getLetters());
        return large(() -> new Payload.Collected(letters));
    }

    private static Payload marker(Marker wire) throws Refused {
        var read = Parts.vector(Parts.required(wire, "marker").getRead());
        return Parts.checked(() -> new Payload.Marker(wire.getRoom(), read));
    }

    private static Payload setting(Setting wire) throws Refused {
        Parts.required(wire, "setting");
        return Parts.checked(() -> new Payload.Setting(wire.getName(), wire.getValue()));
    }

    private static Payload sealed(Sealed wire) throws Refused {
        var content = Bytes.of(Parts.bytes(Parts.required(wire, "sealed").bufferForContent(), Payload.Closed.MAX_BYTES,
                "sealed content"));
        var file = wire.isSetFile()
                ? Optional.of(Parts.hash(wire.bufferForFile(), "file"))
                : Optional
                        .<ContentHash>empty();
        if (!wire.isSetEdits()) {
            return Parts.checked(() -> new Payload.Sealed(wire.getLock(), content, file));
        }
        if (file.isPresent()) {
            throw Refusals.invalid("an edit brings no file");
        }
        var target = Parts.messageId(wire.getEdits());
        return Parts.checked(() -> new Payload.SealedEdit(target, wire.getLock(), content));
    }

    private static Payload admission(ByteBuffer wire) throws Refused {
        var signature = Parts.bytes(wire, Payload.Admission.BYTES, "signature");
        return Parts.checked(() -> new Payload.Admission(Bytes.of(signature)));
    }

    static justchat.wire.Payload toWire(Payload payload) {
        return switch (payload) {
            case Payload.Text text -> justchat.wire.Payload.text(text.text());
            case Payload.FileNotice file -> justchat.wire.Payload.file(ToWire.notice(file));
            case Payload.Reply reply -> justchat.wire.Payload.reply(new Reply(ToWire.messageId(reply.target()), reply
                    .text()));
            case Payload.Edit edit -> justchat.wire.Payload.edit(new Edit(ToWire.messageId(edit.target()), edit
                    .text()));
            case Payload.Erase erase -> justchat.wire.Payload.erase(new Erase(toWire(erase.targets())));
            case Payload.Reaction reaction -> justchat.wire.Payload.reaction(new Reaction(ToWire.messageId(reaction
                    .target()), reaction.sign(), reaction.withdrawn()));
            case Payload.Topic topic -> justchat.wire.Payload.topic(topic.text());
            case Payload.Membership membership -> justchat.wire.Payload.membership(membership.joined());
            case Payload.Sanction sanction -> justchat.wire.Payload.sanction(sanction(sanction));
            case Payload.Epoch epoch -> justchat.wire.Payload.epoch(new Epoch(epoch.view(), epoch.members().stream()
                    .map(ToWire::origin).toList(), epoch.previous(), ToWire.vector(epoch.cut())));
            case Payload.Fold fold -> justchat.wire.Payload.fold(new Fold(ToWire.vector(fold.complete())));
            case Payload.Letter letter -> justchat.wire.Payload.letter(new Letter(letter.recipient(), ByteBuffer.wrap(
                    letter.envelope().toArray())));
            case Payload.Collected collected ->
                justchat.wire.Payload.collected(new Collected(toWire(collected.letters())));
            case Payload.Marker marker -> justchat.wire.Payload.marker(new Marker(marker.room(), ToWire.vector(marker
                    .read())));
            case Payload.Setting setting -> justchat.wire.Payload.setting(new Setting(setting.name(), setting
                    .value()));
            case Payload.Sealed sealed -> justchat.wire.Payload.sealed(sealed(sealed.lock(), sealed.content()).setFile(
                    sealed.file().map(ContentHash::bytes).orElse(null)));
            case Payload.SealedEdit edit -> justchat.wire.Payload.sealed(sealed(edit.lock(), edit.content()).setEdits(
                    ToWire.messageId(edit.target())));
            case Payload.Locked locked -> justchat.wire.Payload.lock(ToWire.lock(locked.lock()));
            case Payload.Admission admission ->
                justchat.wire.Payload.admission(ByteBuffer.wrap(admission.signature().toArray()));
        };
    }

    /// What a reader is given in place of a message that `by` took back.
    static justchat.wire.Payload erased(String by) {
        return justchat.wire.Payload.erased(new Erased(by));
    }

    private static Sealed sealed(int lock, Bytes content) {
        return new Sealed(lock, ByteBuffer.wrap(content.toArray()));
    }

    private static Sanction sanction(Payload.Sanction sanction) {
        var wire = new Sanction(sanction.user(), Measure.valueOf(sanction.measure().name()));
        sanction.untilMillis().ifPresent(wire::setUntilMillis);
        return wire;
    }

    private static List<justchat.wire.MessageId> toWire(List<MessageId> ids) {
        return ids.stream().map(ToWire::messageId).toList();
    }
}
