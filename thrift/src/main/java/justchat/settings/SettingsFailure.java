// SPDX-License-Identifier: Apache-2.0
package justchat.settings;

/// A file of settings cannot be used; the message says where and why, for the person who wrote it.
public final class SettingsFailure extends Exception {
    private static final long serialVersionUID = 1;

    public SettingsFailure(String message) {
        super(message);
    }

    SettingsFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
