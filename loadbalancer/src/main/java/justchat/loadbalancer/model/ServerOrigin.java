// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.Comparator;
import java.util.Objects;

/// One life of one message server: its number and the incarnation that the book
/// gave it when it registered.
public record ServerOrigin(ServerId server, int incarnation) implements Comparable<ServerOrigin> {
    private static final Comparator<ServerOrigin> ORDER = Comparator.comparing(ServerOrigin::server)
            .thenComparingInt(ServerOrigin::incarnation);

    public ServerOrigin {
        Objects.requireNonNull(server, "server");
        if (incarnation < 1) {
            throw new IllegalArgumentException("incarnation: " + incarnation);
        }
    }

    public static ServerOrigin of(int server, int incarnation) {
        return new ServerOrigin(new ServerId(server), incarnation);
    }

    @Override
    public int compareTo(ServerOrigin other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return server + "." + incarnation;
    }
}
