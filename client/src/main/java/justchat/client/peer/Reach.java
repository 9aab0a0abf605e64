// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

/// What other clients may bring to this session directly. What one session does
/// not take goes to the others of the user, and a text that none takes becomes
/// a letter.
public enum Reach {
    /// Nothing: it listens nowhere.
    NOTHING,
    /// Answers to what it offered.
    ANSWERS,
    /// Those, and texts.
    TEXTS,
    /// Those, and offers of files.
    ALL
}
