// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.codec;

import justchat.wire.Reason;
import justchat.wire.Refused;

/// The refusals of this server, by reason. Messages are for the person at
/// the keyboard.
public final class Refusals {
    private Refusals() {}

    /// The request is wrong in itself.
    public static Refused invalid(String message) {
        return new Refused(Reason.INVALID, message);
    }

    /// No effect; again after this long.
    public static Refused busy(String message, int retryAfterMillis) {
        return new Refused(Reason.BUSY, message).setRetryAfterMillis(retryAfterMillis);
    }

    /// What it takes is not there at the moment.
    public static Refused unavailable(String message, int retryAfterMillis) {
        return new Refused(Reason.UNAVAILABLE, message).setRetryAfterMillis(retryAfterMillis);
    }

    public static Refused tooLarge(String message) {
        return new Refused(Reason.TOO_LARGE, message);
    }

    public static Refused notFound(String message) {
        return new Refused(Reason.NOT_FOUND, message);
    }

    public static Refused notAuthenticated(String message) {
        return new Refused(Reason.NOT_AUTHENTICATED, message);
    }

    public static Refused notPermitted(String message) {
        return new Refused(Reason.NOT_PERMITTED, message);
    }

    /// The session is over for good.
    public static Refused ended(String sentence) {
        return new Refused(Reason.ENDED, sentence);
    }

    public static Refused equivocation() {
        return new Refused(Reason.EQUIVOCATION, "this message id was used for something else");
    }
}
