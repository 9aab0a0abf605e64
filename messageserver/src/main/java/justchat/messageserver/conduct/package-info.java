// SPDX-License-Identifier: Apache-2.0
/// Who may say what in a room, and what a room has become by what was said:
/// members, moderators, sanctions, topic, edits, erasures, reactions; in the
/// room of private entries letters, markers and settings.
///
/// Pure, owned by the room's strand. Rooms that are not of total order show
/// concurrent entries in different orders on different servers; so everything
/// here is a register that the entry of the greatest place decides, or a set
/// that grows: the same entries give the same state, in whatever order.
package justchat.messageserver.conduct;
