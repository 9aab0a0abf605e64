// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that was revoked and has not expired, by user. Immutable.
///
/// Balancers say the same at different times, and one that lags says less: what was
/// heard once is kept until its tickets have expired, whoever has not heard of it yet.
public final class Revocations {
    /// More than the balancers' book holds. Beyond it, those that end first are
    /// forgotten.
    public static final int MAX = 20_000;

    public static final Revocations NONE = new Revocations(Map.of(), 0);

    private final Map<String, List<Revocation>> byUser;
    private final int size;

    private Revocations(Map<String, List<Revocation>> byUser, int size) {
        this.byUser = byUser;
        this.size = size;
    }

    /// These and those, but for what is over by now.
    public Revocations with(Collection<Revocation> told, long nowMillis) {
        Map<String, List<Revocation>> merged = new HashMap<>();
        byUser.forEach((user, known) -> merged.put(user, new ArrayList<>(known)));
        for (var revocation : told) {
            var ofUser = merged.computeIfAbsent(revocation.user(), _ -> new ArrayList<>(1));
            ofUser.removeIf(revocation::isAsFor);
            ofUser.add(revocation);
        }
        var live = merged.values().stream().flatMap(List::stream).filter(one -> one.untilMillis() > nowMillis)
                .sorted(Comparator.comparingLong(Revocation::untilMillis).reversed()).limit(MAX).toList();
        Map<String, List<Revocation>> kept = new HashMap<>();
        live.forEach(one -> kept.computeIfAbsent(one.user(), _ -> new ArrayList<>(1)).add(one));
        return new Revocations(kept, live.size());
    }

    /// Why a ticket is not good any more.
    ///
    /// @return empty if it is
    public Optional<String> sentence(String user, Login login, int generation) {
        return byUser.getOrDefault(user, List.of()).stream().filter(one -> one.covers(login, generation)).findFirst()
                .map(Revocation::sentence);
    }

    public int size() {
        return size;
    }
}
