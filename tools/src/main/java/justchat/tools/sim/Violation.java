// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

/// Something happened that must not.
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message
    ///            one line that a person understands
    Violation(String message) {
        super(message);
    }
}
