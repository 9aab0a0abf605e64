// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.account;

/// How much the book holds. All balancers of a deployment must agree on them,
/// since they are part of what a command does.
///
/// @param accounts
///            accounts; a million of them take about 400 MB of heap
/// @param servers
///            server names ever seen
/// @param balancers
///            balancer names ever seen
/// @param remembered
///            latest commands whose outcome is remembered; an id that is older
///            than these is taken for a new one
public record BookLimits(int accounts, int servers, int balancers, int remembered) {
    public static final BookLimits DEFAULT = new BookLimits(1_000_000, 1_000, 15, 4_096);

    public BookLimits {
        if (accounts < 1 || servers < 1 || balancers < 1 || remembered < 1) {
            throw new IllegalArgumentException("limits: " + accounts + ", " + servers + ", " + balancers + ", "
                    + remembered);
        }
    }
}
