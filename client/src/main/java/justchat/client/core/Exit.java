// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

/// How a client ends: the status of its process.
public enum Exit {
    OK(0, "everything was sent, and stored"), //
    USAGE(64, "the command line is wrong"), //
    REFUSED(65, "what was to be said is not fit to be said: too long"), //
    NOT_THERE(66, "what was named is not there"), //
    UNAVAILABLE(69, "nobody could be reached"), //
    UNSENT(75, "something stays unsent; trying again may help"), //
    NOT_PERMITTED(77, "the name or the password is wrong, the session was ended, or it is not allowed"), //
    CONFIGURATION(78, "settings or files that it starts with are wrong"), //
    INTERRUPTED(130, "interrupted with Ctrl-C");

    private final int status;
    private final String meaning;

    Exit(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /// In words.
    public String meaning() {
        return meaning;
    }

    public int status() {
        return status;
    }
}
