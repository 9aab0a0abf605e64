// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import org.jline.utils.Signals;

/// SIGTERM and SIGHUP, where the system has them.
public final class Termination {

    private Termination() {}

    /// Runs `action`, on a thread of its own, instead of dying.
    public static void handle(Runnable action) {
        Signals.register("TERM", action);
        Signals.register("HUP", action);
    }
}
