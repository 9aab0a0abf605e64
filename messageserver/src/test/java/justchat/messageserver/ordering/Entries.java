// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.ordering;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// Entries for tests of the orders.
final class Entries {
    static final Origin ONE = new Origin(1, 1);
    static final Origin TWO = new Origin(2, 1);
    static final Origin THREE = new Origin(3, 1);

    private Entries() {}

    static Entry entry(Origin origin, long sequence, String author, long messageSequence, VersionVector dependencies) {
        return new Entry(new Position(origin, sequence), new MessageId(instance(author), messageSequence), author,
                dependencies, 0, new Payload.Text("text"), sequence, 0);
    }

    static Entry entry(Origin origin, long sequence, String author, long messageSequence) {
        return entry(origin, sequence, author, messageSequence, VersionVector.empty());
    }

    /// Of a room of total order.
    static Entry at(Origin origin, long sequence, String author, long messageSequence, long time, long epoch) {
        return new Entry(new Position(origin, sequence), new MessageId(instance(author), messageSequence), author,
                VersionVector.empty(), 0, new Payload.Text("text"), time, epoch);
    }

    static Entry epoch(Origin origin, long sequence, long time, Payload.Epoch opening) {
        return new Entry(new Position(origin, sequence), new MessageId(new Instance(1, origin.server()), opening
                .view()), "", VersionVector.empty(), 0, opening, time, opening.view());
    }

    static Instance instance(String author) {
        return new Instance(author.hashCode(), 0);
    }

    /// Like `1.1:2`, with its fate unless it is shown.
    static String say(Placed placed) {
        return placed.entry().position() + (placed.shown() ? "" : " " + placed.fate());
    }
}
