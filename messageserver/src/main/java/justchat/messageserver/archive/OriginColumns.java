// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.Arrays;
import java.util.BitSet;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Place;
import justchat.messageserver.model.Position;

/// The messages of one origin's log, ascending, in columns: 24 bytes each. Not
/// thread-safe.
///
/// Invariant: places ascend with sequences. A message that has moved to another
/// log's copy keeps its slot.
final class OriginColumns {
    static final int NOWHERE = -1;
    private static final int FIRST_SIZE = 16;

    final Origin origin;
    private int[] sequences = new int[FIRST_SIZE];
    private long[] times = new long[FIRST_SIZE];
    /// Seconds since 1970, unsigned.
    private int[] stamped = new int[FIRST_SIZE];
    /// The number of the writer, or for a file its complement.
    private int[] writers = new int[FIRST_SIZE];
    /// The last 32 bits of the writer's own numbers: nobody writes so much.
    private int[] ids = new int[FIRST_SIZE];
    /// The slots of messages that have moved.
    private final BitSet moved = new BitSet();
    /// In which epoch the entries from which slot on are.
    private long[] epochs = new long[0];
    private int[] epochStarts = new int[0];
    private int count;
    private final Writers all;

    /// @param all
    ///            who wrote in any log
    OriginColumns(Origin origin, Writers all) {
        this.origin = origin;
        this.all = all;
    }

    /// @return its slot
    /// @throws IllegalStateException
    ///             if it does not come after what is here
    int add(Entry message) {
        if (count > 0 && placeAt(count - 1).compareTo(message.place()) >= 0) {
            throw new IllegalStateException(message.position() + " shown after " + sequences[count - 1]);
        }
        if (count == sequences.length) {
            grow();
        }
        if (epochs.length == 0 || epochs[epochs.length - 1] != message.epoch()) {
            epochs = Arrays.copyOf(epochs, epochs.length + 1);
            epochStarts = Arrays.copyOf(epochStarts, epochs.length);
            epochs[epochs.length - 1] = message.epoch();
            epochStarts[epochs.length - 1] = count;
        }
        sequences[count] = Math.toIntExact(message.position().sequence());
        times[count] = message.time();
        stamped[count] = seconds(message.stampedAtMillis());
        int writer = all.number(message);
        writers[count] = isFile(message.payload()) ? ~writer : writer;
        ids[count] = (int) message.id().sequence();
        return count++;
    }

    private static boolean isFile(Payload payload) {
        return payload instanceof Payload.FileNotice
                || payload instanceof Payload.Sealed sealed && sealed.file().isPresent();
    }

    private void grow() {
        int larger = Math.multiplyExact(count, 2);
        sequences = Arrays.copyOf(sequences, larger);
        times = Arrays.copyOf(times, larger);
        stamped = Arrays.copyOf(stamped, larger);
        writers = Arrays.copyOf(writers, larger);
        ids = Arrays.copyOf(ids, larger);
    }

    private static int seconds(long millis) {
        return (int) Math.clamp(millis / 1000, 0, 0xffff_ffffL);
    }

    int count() {
        return count;
    }

    /// The first slot behind this sequence.
    int slotAfter(long sequence) {
        if (count == 0 || sequence >= sequences[count - 1]) {
            return count;
        }
        int at = Arrays.binarySearch(sequences, 0, count, (int) sequence);
        return at < 0 ? -at - 1 : at + 1;
    }

    int authorAt(int slot) {
        return all.authorOf(writerAt(slot));
    }

    private int writerAt(int slot) {
        return isFileAt(slot) ? ~writers[slot] : writers[slot];
    }

    /// Where this message stands, by a look at the slots from the last one; [#NOWHERE]
    /// if it does not stand here.
    int find(int writer, MessageId id) {
        for (int slot = count - 1; slot >= 0; slot--) {
            if (ids[slot] == (int) id.sequence() && writerAt(slot) == writer && !moved.get(slot)) {
                return slot;
            }
        }
        return NOWHERE;
    }

    void move(int slot) {
        moved.set(slot);
    }

    /// Whether a message stands there, and is not by this author.
    boolean isByOther(int slot, int author) {
        return authorAt(slot) != author && !moved.get(slot);
    }

    boolean isFileAt(int slot) {
        return writers[slot] < 0;
    }

    /// False only if it is certain that it was stamped before.
    boolean mayBeStampedSince(int slot, long millis) {
        return Integer.compareUnsigned(stamped[slot], seconds(millis)) >= 0;
    }

    long epochAt(int slot) {
        int at = Arrays.binarySearch(epochStarts, slot);
        return epochs[at < 0 ? -at - 2 : at];
    }

    Place placeAt(int slot) {
        return new Place(epochAt(slot), times[slot], new Position(origin, sequences[slot]));
    }

    /// As their places compare.
    static int compare(OriginColumns one, int slot, OriginColumns other, int otherSlot) {
        int byEpoch = Long.compare(one.epochAt(slot), other.epochAt(otherSlot));
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byTime = Long.compare(one.times[slot], other.times[otherSlot]);
        if (byTime != 0) {
            return byTime;
        }
        int byOrigin = one.origin.compareTo(other.origin);
        return byOrigin != 0 ? byOrigin : Integer.compare(slot, otherSlot);
    }
}
