// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

/// A lane carries nothing any more; why, in a few words.
public final class LaneLost extends Exception {
    private static final long serialVersionUID = 1;

    LaneLost(String why) {
        super(why);
    }
}
