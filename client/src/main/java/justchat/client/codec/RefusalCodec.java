// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import justchat.client.model.Refusal;
import justchat.wire.Reason;
import justchat.wire.Refused;

/// Reasons of refusals.
public final class RefusalCodec {
    private RefusalCodec() {}

    /// A reason that this client does not know counts as UNAVAILABLE.
    public static Refusal fromWire(Refused refused) {
        if (!refused.isSetReason()) {
            return Refusal.UNAVAILABLE;
        }
        return switch (refused.getReason()) {
            case INVALID -> Refusal.INVALID;
            case WRONG_CREDENTIALS -> Refusal.WRONG_CREDENTIALS;
            case NAME_TAKEN -> Refusal.NAME_TAKEN;
            case NOT_FOUND -> Refusal.NOT_FOUND;
            case NOT_AUTHENTICATED -> Refusal.NOT_AUTHENTICATED;
            case NOT_PERMITTED -> Refusal.NOT_PERMITTED;
            case BUSY -> Refusal.BUSY;
            case UNAVAILABLE -> Refusal.UNAVAILABLE;
            case TOO_LARGE -> Refusal.TOO_LARGE;
            case EQUIVOCATION -> Refusal.EQUIVOCATION;
            case ELSEWHERE -> Refusal.ELSEWHERE;
            case ENDED -> Refusal.ENDED;
        };
    }

    public static Refused toWire(Refusal refusal, String sentence) {
        return new Refused(switch (refusal) {
            case INVALID -> Reason.INVALID;
            case WRONG_CREDENTIALS -> Reason.WRONG_CREDENTIALS;
            case NAME_TAKEN -> Reason.NAME_TAKEN;
            case NOT_FOUND -> Reason.NOT_FOUND;
            case NOT_AUTHENTICATED -> Reason.NOT_AUTHENTICATED;
            case NOT_PERMITTED -> Reason.NOT_PERMITTED;
            case BUSY -> Reason.BUSY;
            case UNAVAILABLE -> Reason.UNAVAILABLE;
            case TOO_LARGE -> Reason.TOO_LARGE;
            case EQUIVOCATION -> Reason.EQUIVOCATION;
            case ELSEWHERE -> Reason.ELSEWHERE;
            case ENDED -> Reason.ENDED;
        }, sentence);
    }
}
