// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

/// How a client ends: the status of its process.
public enum Exit {
    OK(0),
    /// Wrong command line.
    USAGE(64),
    /// Nobody could be reached.
    UNAVAILABLE(69),
    /// Something stays unsent; trying again may help.
    UNSENT(75),
    /// Wrong name or password.
    NOT_PERMITTED(77),
    /// Settings or files that it starts with are wrong.
    CONFIGURATION(78),
    /// Ctrl-C.
    INTERRUPTED(130);

    private final int status;

    Exit(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
