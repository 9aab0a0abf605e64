// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import justchat.client.codec.Directory;
import justchat.client.model.Instance;
import justchat.client.session.Account;
import justchat.client.session.NobodyAnswers;
import justchat.logs.clock.VectorClock;
import justchat.wire.Refused;

/// Where this client is, as far as it matters to reach somebody. Thread-safe; may wait for a balancer.
///
/// @param instance
///            of this session
record OwnPlace(Whereabouts whereabouts, Supplier<Optional<Account>> account, Instance instance,
        BooleanSupplier onLoopback) {

    /// Whoever says nothing of addresses of its own is tried where it was observed, so nobody need be asked.
    Candidates.Here towards(Directory.PeerSession session) {
        return session.interfaces().isEmpty()
                ? new Candidates.Here(Optional.empty(), List.of(), onLoopback.getAsBoolean())
                : new Candidates.Here(observed(), Interfaces.networks(), onLoopback.getAsBoolean());
    }

    private Optional<String> observed() {
        return account.get().flatMap(ours -> {
            try {
                return whereabouts.asTheDirectoryHasIt(ours.name(), false, VectorClock.empty()).sessions().stream()
                        .filter(session -> session.instance().equals(instance)).map(session -> session.direct()
                                .getHostString())
                        .findFirst();
            } catch (Refused | NobodyAnswers _) {
                return Optional.empty();
            }
        });
    }
}
