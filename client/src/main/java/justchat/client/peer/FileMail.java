// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.Optional;

import justchat.client.codec.PrivateMessage;
import justchat.client.codec.PrivateMessage.Outcome;

/// Who takes what other clients say of files in letters: what it is of ours goes to
/// [Outbound], what of theirs to [Inbound]. Stateless.
///
/// @param taken
///            whether somebody is here to answer; else letters are left for others
record FileMail(Inbound inbound, Outbound outbound, boolean taken) {

    /// As [LetterBox.Desk].
    boolean take(LetterBox.Letter letter, PrivateMessage message, boolean isNew) {
        var user = letter.key().sender();
        return taken && switch (message) {
            case PrivateMessage.Text _,PrivateMessage.Receipt _ ->
                throw new IllegalArgumentException("a text is for people");
            case PrivateMessage.Offer offer -> inbound.mailed(letter, offer, isNew);
            case PrivateMessage.Left left -> !isNew || inbound.left(user, left, Optional.of(letter));
            case PrivateMessage.Answer answer when answer.outcome() == Outcome.WITHDRAWN -> !isNew || inbound.withdrawn(
                    user, answer, Optional.of(letter));
            case PrivateMessage.Answer answer -> !isNew || outbound.takes(letter, answer);
        };
    }
}
