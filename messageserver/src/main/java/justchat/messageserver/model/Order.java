// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

/// What a room promises about the order in which it shows its entries. Decided
/// when the room is created.
public enum Order {
    /// Each entry once, in any order.
    UNORDERED,
    /// What one client instance says is shown in the order it was said.
    FIFO,
    /// And nothing is shown before what its author had been shown when writing it.
    CAUSAL,
    /// And everybody is shown everything in the same order.
    TOTAL
}
