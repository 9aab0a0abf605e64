// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// One life of one message server: its number and its incarnation.
public record Origin(int server, int incarnation) implements Comparable<Origin> {
    @Override
    public int compareTo(Origin other) {
        return server != other.server
                ? Integer.compare(server, other.server)
                : Integer.compare(incarnation, other.incarnation);
    }
}
