// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Objects;

/// The identity of a message over all its retries: who wrote it, and that
/// instance's sequence 1, 2, 3, ...
public record MessageId(Instance instance, long sequence) {
    public MessageId {
        Objects.requireNonNull(instance, "instance");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence: " + sequence);
        }
    }
}
