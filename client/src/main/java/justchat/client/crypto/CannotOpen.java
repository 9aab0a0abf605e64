// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

/// Something sealed does not open: it was changed on its way, or sealed by or
/// for somebody else. Which of these is not known, and nothing of the content is
/// in the message.
public final class CannotOpen extends Exception {
    private static final long serialVersionUID = 1;

    public CannotOpen(String what) {
        super(what);
    }
}
