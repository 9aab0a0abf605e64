// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.util.Objects;

/// Something that was expected of running processes did not happen.
public final class Surprise extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String seen;

    public Surprise(String expected, String seen) {
        super("expected: " + expected + "\n  seen: " + seen);
        this.expected = Objects.requireNonNull(expected, "expected");
        this.seen = Objects.requireNonNull(seen, "seen");
    }

    public String expected() {
        return expected;
    }

    public String seen() {
        return seen;
    }
}
