// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// What a screen takes from the process around it.
///
/// @param environment
///            null: not set
record Surroundings(Appearance appearance, UnaryOperator<String> environment, InstantSource clock, ZoneId zone,
        Themes themes) {
    Surroundings {
        Objects.requireNonNull(appearance, "appearance");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(themes, "themes");
    }

    static Surroundings ofProcess(Appearance appearance) {
        return new Surroundings(appearance, System::getenv, InstantSource.system(), ZoneId.systemDefault(), Themes
                .standard());
    }
}
