// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// What an entry of the room says.
public sealed interface Payload {

    /// Text for everybody.
    record Text(String text) implements Payload {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /// A file for everybody.
    record Shared(FileInfo file) implements Payload {
        public Shared {
            Objects.requireNonNull(file, "file");
        }
    }

    /// Something that a newer client would understand.
    record Unknown() implements Payload {}
}
