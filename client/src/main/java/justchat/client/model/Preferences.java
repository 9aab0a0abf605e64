// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;

/// What the person chose that is the screen's to carry out. Made by
/// [Choices#preferences]. Immutable.
///
/// @param theme
///            how the screen looks; a name as [Setting#THEME] takes it, of a theme that
///            may not be there
/// @param rings
///            what rings
/// @param quiet
///            when nothing does; empty: never
/// @param bell
///            this machine may sound
public record Preferences(String theme, Notify rings, Optional<QuietHours> quiet, boolean bell) {
    /// Before anybody has chosen anything.
    public static final Preferences DEFAULT = Choices.NONE.preferences();

    public Preferences {
        Objects.requireNonNull(theme, "theme");
        Objects.requireNonNull(rings, "rings");
        Objects.requireNonNull(quiet, "quiet");
    }

    /// What calls the person who looks elsewhere.
    public enum Notify {
        /// Every message that is shown.
        ALL,
        /// Whoever names the person, private messages, offered files.
        MENTIONS,
        /// Nothing.
        NONE
    }

    /// Whether nothing rings at this time of the day.
    public boolean isQuiet(LocalTime time) {
        return quiet.filter(hours -> hours.hold(time)).isPresent();
    }
}
