// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import justchat.wire.Reason;
import justchat.wire.Refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// What a balancer's refusals are held against.
final class Refusals {
    private Refusals() {}

    static Refused refusal(ThrowingCallable action) {
        var refused = catchThrowableOfType(Refused.class, action);
        assertThat((Object) refused).as("refused").isNotNull();
        return refused;
    }

    static void assertRefused(Reason reason, String words, ThrowingCallable action) {
        var refused = refusal(action);
        assertThat(refused.getReason()).isEqualTo(reason);
        assertThat(refused.getMessage()).contains(words);
    }
}
