// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Refusal;

/// Who waits at the door: the dialogue that asked for a name and a password.
/// Port; implemented by the process's root. Called by the loop; must not block.
public interface Entrance {

    /// The account let us in; from now on the screen has the word.
    void admitted(String name);

    /// The account did not, for good: ask again, or end.
    void denied(Refusal reason, String sentence);

    /// Nobody can tell yet whether it does; it is tried again by itself.
    void delayed(String sentence);

    /// The client has ended. Called once, last.
    void stopped(Exit exit, String sentence);
}
