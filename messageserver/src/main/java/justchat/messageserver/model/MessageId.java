// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;

/// The identity of a message over all its retries, at any server: the client
/// instance that wrote it and that instance's sequence in the room, from 1.
public record MessageId(Instance instance, long sequence) {
    /// Bytes of an id on disk.
    public static final int BYTES = Instance.BYTES + Long.BYTES;

    /// @throws IllegalArgumentException
    ///             if the sequence is below 1
    public MessageId {
        Objects.requireNonNull(instance, "instance");
        if (sequence < 1) {
            throw new IllegalArgumentException("message sequence: " + sequence);
        }
    }

    /// Like `9f86d081/3`.
    @Override
    public String toString() {
        return instance + "/" + sequence;
    }
}
