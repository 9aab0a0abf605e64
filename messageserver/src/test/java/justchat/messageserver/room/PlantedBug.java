// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

/// Bugs that the simulation must catch. Each one is planted in what surrounds
/// the core, so the core itself carries no switches.
enum PlantedBug {
    NONE,
    /// Entries are stamped without what their author had seen.
    DEPENDENCIES_FORGOTTEN,
    /// The core is told that an entry is durable as soon as it is handed to the disk.
    RECEIPT_BEFORE_FSYNC,
    /// A client that comes to another server repeats its posts under new ids.
    RETRY_KEY_FORGOTTEN,
    /// One copy is taken for enough.
    TOO_FEW_COPIES,
    /// A restarted server goes on in the log of its earlier life.
    OLD_LOG_CONTINUED,
    /// A reader that comes to another server goes on at the same place of that
    /// server's order.
    RESUMED_BY_PLACE
}
