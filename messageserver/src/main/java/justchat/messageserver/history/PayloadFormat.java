// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.messageserver.model.Bytes;
import justchat.messageserver.model.ContentHash;
import justchat.messageserver.model.Lock;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;

/// What an entry says as bytes, big-endian: a kind u8, then its fields in the
/// order of the record. Texts are i32 + UTF-8, names u16 + UTF-8, message ids 16
/// bytes + i64, lists u16 + their elements. Equal payloads give equal bytes.
public final class PayloadFormat {
    /// No payload takes more bytes.
    public static final int MAX_BYTES = EntryFormat.MAX_BYTES / 2;

    private static final byte TEXT = 1;
    private static final byte FILE = 2;
    private static final byte REPLY = 3;
    private static final byte EDIT = 4;
    private static final byte ERASE = 5;
    private static final byte REACTION = 6;
    private static final byte TOPIC = 7;
    private static final byte MEMBERSHIP = 8;
    private static final byte SANCTION = 9;
    private static final byte EPOCH = 10;
    private static final byte FOLD = 11;
    private static final byte LETTER = 12;
    private static final byte COLLECTED = 13;
    private static final byte MARKER = 14;
    private static final byte SETTING = 15;
    private static final byte SEALED = 16;
    private static final byte SEALED_EDIT = 17;
    private static final byte LOCKED = 18;
    private static final byte ADMISSION = 19;

    private PayloadFormat() {}

    /// @throws java.nio.BufferOverflowException
    ///             if there is too little room; [#MAX_BYTES] are enough
    public static void write(Payload payload, ByteBuffer out) {
        switch (payload) {
            case Payload.Text(String text) -> Fields.writeText(text, out.put(TEXT));
            case Payload.FileNotice(String name, long size, ContentHash hash) ->
                Fields.writeName(name, out.put(FILE).putLong(size).put(hash.bytes()));
            case Payload.Reply(MessageId target, String text) ->
                Fields.writeText(text, Fields.write(target, out.put(REPLY)));
            case Payload.Edit(MessageId target, String text) ->
                Fields.writeText(text, Fields.write(target, out.put(EDIT)));
            case Payload.Erase(List<MessageId> targets) -> write(targets, out.put(ERASE));
            case Payload.Reaction(MessageId target, String sign, boolean withdrawn) ->
                Fields.writeName(sign, Fields.write(target, out.put(REACTION)).put(flag(withdrawn)));
            case Payload.Topic(String text) -> Fields.writeName(text, out.put(TOPIC));
            case Payload.Membership(boolean joined) -> out.put(MEMBERSHIP).put(flag(joined));
            case Payload.Sanction(String user, Payload.Measure measure, OptionalLong until) ->
                Fields.writeName(user, out.put(SANCTION)).put((byte) measure.ordinal()).putLong(until.orElse(-1));
            case Payload.Epoch epoch -> write(epoch, out.put(EPOCH));
            case Payload.Fold(var complete) -> Fields.write(complete, out.put(FOLD));
            case Payload.Letter(String recipient, Bytes envelope) ->
                Fields.writeName(recipient, out.put(LETTER)).putInt(envelope.size()).put(envelope.toArray());
            case Payload.Collected(List<MessageId> letters) -> write(letters, out.put(COLLECTED));
            case Payload.Marker(String room, var read) ->
                Fields.write(read, Fields.writeName(room, out.put(MARKER)));
            case Payload.Setting(String name, String value) ->
                Fields.writeName(value, Fields.writeName(name, out.put(SETTING)));
            case Payload.Sealed(int lock, Bytes content, Optional<ContentHash> file) -> {
                write(content, out.put(SEALED).putInt(lock)).put(flag(file.isPresent()));
                file.ifPresent(hash -> out.put(hash.bytes()));
            }
            case Payload.SealedEdit(MessageId target, int lock, Bytes content) ->
                write(content, Fields.write(target, out.put(SEALED_EDIT)).putInt(lock));
            case Payload.Locked(Lock lock) -> write(lock, out.put(LOCKED));
            case Payload.Admission(Bytes signature) -> out.put(ADMISSION).put(signature.toArray());
        }
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private static void write(List<MessageId> ids, ByteBuffer out) {
        out.putShort((short) ids.size());
        ids.forEach(id -> Fields.write(id, out));
    }

    private static ByteBuffer write(Bytes content, ByteBuffer out) {
        return out.putInt(content.size()).put(content.toArray());
    }

    private static void write(Lock lock, ByteBuffer out) {
        out.putInt(lock.number()).put(lock.salt().toArray()).put(lock.admissionKey().toArray()).putInt(lock
                .memoryKiB()).putInt(lock.passes()).putInt(lock.lanes());
    }

    private static void write(Payload.Epoch epoch, ByteBuffer out) {
        out.putLong(epoch.view()).putLong(epoch.previous()).putShort((short) epoch.members().size());
        epoch.members().forEach(member -> Fields.write(member, out));
        Fields.write(epoch.cut(), out);
    }

    /// @throws java.nio.BufferUnderflowException
    ///             if there are not enough bytes
    /// @throws IllegalArgumentException
    ///             if they are no payload
    static Payload read(ByteBuffer in) {
        return switch (in.get()) {
            case TEXT -> new Payload.Text(Fields.readText(in));
            case FILE -> readFile(in);
            case REPLY -> new Payload.Reply(Fields.readId(in), Fields.readText(in));
            case EDIT -> new Payload.Edit(Fields.readId(in), Fields.readText(in));
            case ERASE -> new Payload.Erase(readIds(in));
            case REACTION -> readReaction(in);
            case TOPIC -> new Payload.Topic(Fields.readName(in));
            case MEMBERSHIP -> new Payload.Membership(in.get() != 0);
            case SANCTION -> readSanction(in);
            case EPOCH -> readEpoch(in);
            case FOLD -> new Payload.Fold(Fields.readVector(in));
            case LETTER -> new Payload.Letter(Fields.readName(in), Bytes.of(Fields.readBytes(in, in.getInt())));
            case COLLECTED -> new Payload.Collected(readIds(in));
            case MARKER -> new Payload.Marker(Fields.readName(in), Fields.readVector(in));
            case SETTING -> new Payload.Setting(Fields.readName(in), Fields.readName(in));
            case SEALED -> readSealed(in);
            case SEALED_EDIT -> new Payload.SealedEdit(Fields.readId(in), in.getInt(), readContent(in));
            case LOCKED -> new Payload.Locked(readLock(in));
            case ADMISSION -> new Payload.Admission(Bytes.of(Fields.readBytes(in, Payload.Admission.BYTES)));
            default -> throw new IllegalArgumentException("unknown kind of payload");
        };
    }

    private static Bytes readContent(ByteBuffer in) {
        return Bytes.of(Fields.readBytes(in, in.getInt()));
    }

    private static Payload readSealed(ByteBuffer in) {
        int lock = in.getInt();
        var content = readContent(in);
        return new Payload.Sealed(lock, content, in.get() == 0
                ? Optional.empty()
                : Optional.of(ContentHash.of(Fields.readBytes(in, ContentHash.BYTES))));
    }

    private static Lock readLock(ByteBuffer in) {
        return new Lock(in.getInt(), Bytes.of(Fields.readBytes(in, Lock.SALT_BYTES)), Bytes.of(Fields.readBytes(in,
                Lock.KEY_BYTES)), in.getInt(), in.getInt(), in.getInt());
    }

    private static Payload readFile(ByteBuffer in) {
        long size = in.getLong();
        var hash = ContentHash.of(Fields.readBytes(in, ContentHash.BYTES));
        return new Payload.FileNotice(Fields.readName(in), size, hash);
    }

    private static List<MessageId> readIds(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        if (count > in.remaining() / MessageId.BYTES) {
            throw new IllegalArgumentException(count + " messages in " + in.remaining() + " bytes");
        }
        var ids = new ArrayList<MessageId>(count);
        for (int i = 0; i < count; i++) {
            ids.add(Fields.readId(in));
        }
        return ids;
    }

    private static Payload readReaction(ByteBuffer in) {
        var target = Fields.readId(in);
        boolean withdrawn = in.get() != 0;
        return new Payload.Reaction(target, Fields.readName(in), withdrawn);
    }

    private static Payload readSanction(ByteBuffer in) {
        var user = Fields.readName(in);
        int measure = in.get();
        if (measure < 0 || measure >= Payload.Measure.values().length) {
            throw new IllegalArgumentException("unknown measure");
        }
        long until = in.getLong();
        return new Payload.Sanction(user, Payload.Measure.values()[measure], until < 0
                ? OptionalLong.empty()
                : OptionalLong.of(until));
    }

    private static Payload readEpoch(ByteBuffer in) {
        long view = in.getLong();
        long previous = in.getLong();
        int count = Short.toUnsignedInt(in.getShort());
        var members = new ArrayList<Origin>();
        for (int i = 0; i < count; i++) {
            members.add(Fields.readOrigin(in));
        }
        return new Payload.Epoch(view, members, previous, Fields.readVector(in));
    }
}
