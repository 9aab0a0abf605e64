// SPDX-License-Identifier: Apache-2.0
package justchat.rpc;

import java.time.Duration;

/// How long a call may take, from its sending to its answer. Always finite: no
/// call waits for ever.
public record Deadline(Duration duration) {

    /// @throws IllegalArgumentException
    ///             if the duration is not positive
    public Deadline {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("deadline: " + duration);
        }
    }

    public static Deadline ofMillis(long millis) {
        return new Deadline(Duration.ofMillis(millis));
    }
}
