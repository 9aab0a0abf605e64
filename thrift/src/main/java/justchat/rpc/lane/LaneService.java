// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.lane;

/// The called end of a lane.
@FunctionalInterface
public interface LaneService {
    /// Runs on a virtual thread of its own, as long as the lane is to live; may wait.
    void serve(Lane lane);
}
