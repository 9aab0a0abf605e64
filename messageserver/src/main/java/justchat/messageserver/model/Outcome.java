// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

/// What became of a post. Only [Stored] means that it had, or will have, an
/// effect; after any other it may be repeated with the same id.
public sealed interface Outcome {
    /// Stored, by this try or an earlier one.
    record Stored(Receipt receipt) implements Outcome {}

    /// A queue is full, or the room here lacks what the post depends on: again
    /// after this long.
    record Busy(String message, int retryAfterMillis) implements Outcome {}

    /// This server cannot store anything at the moment: it is outside the view, or
    /// its disk is full. Another one may.
    record Unavailable(String message) implements Outcome {}

    /// The same id was used for something else.
    record Equivocation() implements Outcome {}

    /// The author may not say this here.
    record NotPermitted(String message) implements Outcome {}

    /// A limit is exceeded, for good.
    record TooLarge(String message) implements Outcome {}

    /// Wrong in itself; repeating is useless.
    record Invalid(String message) implements Outcome {}
}
