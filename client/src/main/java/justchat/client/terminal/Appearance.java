// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

/// How much of a look a terminal is given.
public enum Appearance {
    /// Words only: no colour, no bar, no sign that has to be seen. For screen readers
    /// and terminals that cannot move their cursor.
    PLAIN,
    /// A bar, bold and faint text, but no colour.
    COLOURLESS,
    /// In the colours of a theme.
    COLOURFUL
}
