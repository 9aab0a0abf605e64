// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

/// What a room promises about the order in which it shows its entries; decided when it is created, for ever. To
/// balancers it is a word to keep, each stronger than the one before.
public enum RoomOrder {
    /// Each entry once.
    UNORDERED,
    /// And what one client says in the order it was said.
    FIFO,
    /// And nothing before what its author had been shown.
    CAUSAL,
    /// And everything in the same order for everybody.
    TOTAL
}
