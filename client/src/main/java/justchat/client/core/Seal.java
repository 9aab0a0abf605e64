// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

/// What was refused because its seal does not hold, or is not whose it should be.
public enum Seal {
    /// A direct link, or what came on one.
    CALL,
    /// A part of a file.
    CHUNK
}
