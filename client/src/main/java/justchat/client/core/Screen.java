// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Notice;

/// Where a person (or a program) reads what happened. Port; implemented by
/// `terminal` and `script`.
public interface Screen {

    /// Shows one notice below those before it. Called by the loop, one at a time;
    /// may wait while the reader is slow, which slows what is received and loses
    /// nothing. Never throws, also after the screen is closed.
    void show(Notice notice);

    /// The state of things changed. Cheap; never waits.
    void bar(Bar bar);
}
