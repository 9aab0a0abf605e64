// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

/// A private message did not reach anybody; the sentence is for the person who
/// wrote it.
final class Undelivered extends Exception {
    private static final long serialVersionUID = 1;

    Undelivered(String sentence) {
        super(sentence);
    }
}
