// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

/// What the other side sent is well-formed Thrift, but not what the protocol
/// says.
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
        super(message);
    }

    /// What the model did not accept.
    Malformed(String what, RuntimeException cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
