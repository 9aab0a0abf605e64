// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.VersionVector;

/// The logs of former lives that vectors need not name any more. Not thread-safe.
final class Folds {
    private final List<Fold> folds = new ArrayList<>();

    private record Fold(Position position, VersionVector complete) {}

    void add(Position position, VersionVector complete) {
        folds.add(new Fold(position, complete));
    }

    /// How far this vector goes in each log, with all that the folds in it imply.
    ToLongFunction<Origin> expand(VersionVector vector) {
        var implied = new HashMap<Origin, Long>();
        var left = new ArrayList<>(folds);
        int before;
        do {
            before = left.size();
            left.removeIf(fold -> applied(fold, vector, implied));
        } while (left.size() < before);
        return origin -> Math.max(vector.at(origin), implied.getOrDefault(origin, 0L));
    }

    /// Adds what the fold implies, if the vector reaches it.
    private static boolean applied(Fold fold, VersionVector vector, Map<Origin, Long> implied) {
        var position = fold.position;
        if (!vector.covers(position) && implied.getOrDefault(position.origin(), 0L) < position.sequence()) {
            return false;
        }
        fold.complete.entries().forEach((origin, sequence) -> implied.merge(origin, sequence, Math::max));
        return true;
    }
}
