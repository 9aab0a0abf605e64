// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

/// In rooms of total order: what a server binds itself to, with every exchange.
/// It counts once the receiver holds `stamped` entries of the sender's own log.
///
/// @param view
///            it will never again order, or acknowledge, anything in an epoch
///            before this view
/// @param epoch
///            in which it orders; 0 if in none. What it says it has is an
///            acknowledgement in this epoch only
/// @param time
///            it will never stamp anything in this epoch at this Lamport time or
///            an earlier one, except for the first `stamped` of its own log
/// @param whole
///            false if it lost some of this room's log that it had: its word
///            does not count when an epoch is closed
public record Promise(long view, long epoch, long time, long stamped, boolean whole) {
    /// @throws IllegalArgumentException
    ///             if a number is negative
    public Promise {
        if (view < 0 || epoch < 0 || time < 0 || stamped < 0) {
            throw new IllegalArgumentException("promise: " + view + ", " + epoch + ", " + time + ", " + stamped);
        }
    }
}
