// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// Why a request was refused; the sentence beside it is for people.
public enum Refusal {
    INVALID, WRONG_CREDENTIALS, NAME_TAKEN, NOT_FOUND, NOT_AUTHENTICATED, NOT_PERMITTED, BUSY, UNAVAILABLE, TOO_LARGE, EQUIVOCATION, ELSEWHERE, ENDED
}
