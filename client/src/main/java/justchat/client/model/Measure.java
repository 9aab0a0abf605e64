// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// What a moderator does to a user in a room.
public enum Measure {
    /// May read, may not write.
    MUTE, UNMUTE,
    /// Is no member any more; may join again.
    KICK,
    /// Is no member, and may neither join nor write.
    BAN, UNBAN,
    /// Only the owner may make moderators, and unmake them.
    PROMOTE, DEMOTE
}
