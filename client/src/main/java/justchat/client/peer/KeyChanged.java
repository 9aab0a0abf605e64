// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

/// The directory gives another identity key for a user than it gave before; the
/// message says so loudly, and what to do.
final class KeyChanged extends Exception {
    private static final long serialVersionUID = 1;

    KeyChanged(String message) {
        super(message);
    }
}
