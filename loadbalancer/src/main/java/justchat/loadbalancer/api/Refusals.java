// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import justchat.wire.Reason;
import justchat.wire.Refused;

/// Makes the refusals of these services. Their sentences are for the person at the keyboard.
final class Refusals {
    private static final int SOON_MILLIS = 500;

    private Refusals() {}

    static Refused of(Reason reason, String sentence) {
        return new Refused(reason, sentence);
    }

    static Refused invalid(IllegalArgumentException wrong) {
        return of(Reason.INVALID, String.valueOf(wrong.getMessage()));
    }

    static Refused unavailable(String sentence) {
        return later(Reason.UNAVAILABLE, sentence, SOON_MILLIS);
    }

    static Refused later(Reason reason, String sentence, long retryAfterMillis) {
        return of(reason, sentence).setRetryAfterMillis((int) Math.min(Integer.MAX_VALUE, retryAfterMillis));
    }
}
