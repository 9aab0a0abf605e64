// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import justchat.client.session.Account;
import justchat.client.session.Identities;

/// Whose keys are whose, as they are pinned here. Thread-safe; may wait for a balancer.
///
/// @param account
///            ours; our own keys are remembered when they are asked for
/// @param first
///            the key of somebody who was never heard of, pinned from then on
record PinnedIdentities(Pins pins, Supplier<Optional<Account>> account, Function<String, Optional<byte[]>> first)
        implements
            Identities {

    @Override
    public Optional<byte[]> of(String user) {
        return pins.pin(user).map(Pins.Pin::key).or(() -> first.apply(user));
    }

    @Override
    public List<Identities.Earlier> earlier(String user) {
        account.get().filter(ours -> ours.name().equals(user)).ifPresent(this::remember);
        return pins.earlier(user);
    }

    /// For the day on which we have other keys.
    void remember(Account ours) {
        pins.own(ours.name(), ours.identity().publicKey());
    }
}
