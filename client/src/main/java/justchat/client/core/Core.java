// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;

import justchat.client.model.Preferences;

/// What decides in a client: an event and a moment in, effects out. Pure, and
/// owned by whoever calls it: [ClientLoop], or a test.
public interface Core {

    /// Takes one event.
    ///
    /// @return what is to be done, in order; after an [Effect.Stop] nothing
    List<Effect> handle(Event event, Now now);

    /// When to call again with a [Event.Tick] at the latest: nanoseconds,
    /// `Long.MAX_VALUE` for never.
    long wakeAt();

    /// What was asked to be said and has no receipt.
    int unsent();

    /// The state of things.
    Bar bar(Now now);

    /// What the person chose that is the screen's to carry out.
    Preferences preferences();
}
