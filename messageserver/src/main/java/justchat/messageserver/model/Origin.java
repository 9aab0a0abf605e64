// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

/// One life of one message server: its number and the incarnation it was given
/// when it registered. Also the name of the log that this life appends to.
/// Ordered by server, then incarnation.
public record Origin(int server, int incarnation) implements Comparable<Origin> {
    /// Servers are numbered 1 to this.
    public static final int MAX_SERVER = 65_535;

    /// @throws IllegalArgumentException
    ///             if a number is out of range
    public Origin {
        if (server < 1 || server > MAX_SERVER || incarnation < 1) {
            throw new IllegalArgumentException("origin: " + server + "." + incarnation);
        }
    }

    @Override
    public int compareTo(Origin other) {
        int byServer = Integer.compare(server, other.server);
        return byServer != 0 ? byServer : Integer.compare(incarnation, other.incarnation);
    }

    /// Like `2.7`: server 2, incarnation 7.
    @Override
    public String toString() {
        return server + "." + incarnation;
    }
}
