// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

/// A private message did not reach anybody; the sentence is for the person who
/// wrote it.
final class Undelivered extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean forGood;

    private Undelivered(String sentence, boolean forGood) {
        super(sentence);
        this.forGood = forGood;
    }

    /// By no road.
    static Undelivered forGood(String sentence) {
        return new Undelivered(sentence, true);
    }

    /// Not directly, at the moment.
    static Undelivered forNow(String sentence) {
        return new Undelivered(sentence, false);
    }

    boolean isForGood() {
        return forGood;
    }
}
