// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.List;
import java.util.function.Function;

/// Whether a terminal breaks its lines anew when its width changes. There is no
/// way to ask; the environment tells. Pure.
final class Reflow {
    private static final List<String> KNOWN = List.of("TMUX", "VTE_VERSION", "KITTY_WINDOW_ID", "WEZTERM_PANE",
            "ALACRITTY_WINDOW_ID", "WT_SESSION", "GHOSTTY_RESOURCES_DIR", "KONSOLE_VERSION", "ITERM_SESSION_ID");
    private static final List<String> TERMS = List.of("tmux", "foot", "xterm-kitty", "xterm-ghostty", "alacritty",
            "wezterm");

    private Reflow() {}

    /// A terminal that is not known is taken for one that does not: a bar that stays is
    /// better than a message that goes.
    ///
    /// @param environment
    ///            null: not set
    static boolean isDoneBy(Function<String, String> environment) {
        var term = environment.apply("TERM");
        return KNOWN.stream().anyMatch(name -> environment.apply(name) != null)
                || term != null && TERMS.stream().anyMatch(term::startsWith)
                || "Apple_Terminal".equals(environment.apply("TERM_PROGRAM"));
    }
}
