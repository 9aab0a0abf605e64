// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

/// What became of a name that somebody typed.
public sealed interface NameCheck {
    /// It can be a user's name.
    record Good(UserName name) implements NameCheck {}

    /// It cannot.
    ///
    /// @param sentence
    ///            why, for the person who typed it; never repeats the name
    record Bad(String sentence) implements NameCheck {}
}
