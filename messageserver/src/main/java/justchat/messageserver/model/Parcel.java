// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

/// For whom a sealed file is kept, and by whom. Only these two may fetch or drop
/// it.
///
/// @param keptSinceMillis
///            since 1970
public record Parcel(String sender, String recipient, long keptSinceMillis) {
    /// How long one that nobody drops is kept.
    public static final long KEPT_MILLIS = 7L * 24 * 60 * 60 * 1000;

    /// @throws IllegalArgumentException
    ///             if a name is missing or too long, or both are the same
    public Parcel {
        Entry.requireAuthor(sender);
        Entry.requireAuthor(recipient);
        if (sender.equals(recipient)) {
            throw new IllegalArgumentException("a parcel of " + sender + " to the same");
        }
    }

    public boolean isOf(String user) {
        return sender.equals(user) || recipient.equals(user);
    }

    public boolean isOver(long nowMillis) {
        return nowMillis > keptSinceMillis + KEPT_MILLIS;
    }
}
