// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

/// How a client ends: the status of its process.
public enum Exit {
    OK(0),
    /// Wrong command line.
    USAGE(64),
    /// What was to be said is not fit to be said: too long.
    REFUSED(65),
    /// What was named is not there.
    NOT_THERE(66),
    /// Nobody could be reached.
    UNAVAILABLE(69),
    /// Something stays unsent; trying again may help.
    UNSENT(75),
    /// Wrong name or password, or it is not allowed.
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
