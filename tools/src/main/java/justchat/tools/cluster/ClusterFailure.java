// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

/// What a person asked for cannot be had; the message is for that person, and
/// says what to do where that is known.
public final class ClusterFailure extends Exception {
    private static final long serialVersionUID = 1;
    /// sysexits.h: asked for in a way that is not understood.
    public static final int USAGE = 64;
    /// sysexits.h: a service is unavailable.
    public static final int UNAVAILABLE = 69;
    /// sysexits.h: something is configured wrongly.
    public static final int CONFIGURATION = 78;

    private final int exitCode;

    public ClusterFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
