// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Told;

/// Where a person (or a program) reads what happened. Port; implemented by
/// `terminal` and `script`.
public interface Screen {

    /// Shows one notice below those before it. Called by the loop, one at a time;
    /// may wait while the reader is slow, which slows what is received and loses
    /// nothing. Never throws, also after the screen is closed.
    void show(Notice notice);

    /// As [#show], of a notice that says in words what [#tell] was told a moment
    /// before.
    default void retell(Notice notice) {
        show(notice);
    }

    /// Like [#show], for who writes for programs. Of no use to people.
    default void tell(Told told) {
        // notices say it
    }

    /// Something came that the person may want to hear. Of no use to programs. Cheap;
    /// never waits.
    default void call(Call call) {
        // nobody hears
    }

    /// The state of things changed. Cheap; never waits.
    void bar(Bar bar);

    /// What the person chose: told before the first notice, and whenever it changes,
    /// here or on another device. A theme that is not there is told as a problem, and
    /// the one before stays. Cheap; never waits.
    void preferences(Preferences chosen);
}
