// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

/// What a guess at a password costs: the parameters of Argon2id (RFC 9106) at the client.
public record ArgonCost(int memoryKiB, int passes, int lanes) {
    public static final ArgonCost DEFAULT = new ArgonCost(65_536, 3, 1);

    public ArgonCost {
        if (passes < 1 || lanes < 1 || memoryKiB < 8 * lanes) {
            throw new IllegalArgumentException("argon: " + memoryKiB + " KiB, " + passes + " passes, " + lanes
                    + " lanes");
        }
    }
}
