// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

/// The number of a message server: given once per server name, kept over all
/// its lives.
public record ServerId(int number) implements Comparable<ServerId> {
    /// Numbers travel as 16 bits between servers.
    public static final int MAX = 0xFFFF;

    public ServerId {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("server number: " + number);
        }
    }

    @Override
    public int compareTo(ServerId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
