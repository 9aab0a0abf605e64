// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

/// The directory gives another identity key for a user than the pinned one; the
/// message is for the person, and says what to do.
final class KeyChanged extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isNew;

    /// @param verified
    ///            the person had verified the pinned key
    /// @param isNew
    ///            nobody was told of this key in this run
    KeyChanged(String user, boolean verified, boolean isNew) {
        super("WARNING: the identity key of " + user + " has CHANGED since you first spoke to them"
                + (verified ? ", and you had VERIFIED the old one" : "") + ". Either " + user
                + " made a new one (#new-identity), or somebody is posing as " + user
                + ". Nothing is sent to or taken from them until you decide: ask " + user
                + " over another way, compare what #verify " + user + " shows, then #verify " + user + " accept");
        this.isNew = isNew;
    }

    boolean isNew() {
        return isNew;
    }
}
