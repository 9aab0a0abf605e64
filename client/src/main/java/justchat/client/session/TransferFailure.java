// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// A transfer cannot go on.
public final class TransferFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    private TransferFailure(String sentence, boolean passing) {
        super(sentence);
        this.passing = passing;
    }

    /// For good; the sentence is for the person.
    public static TransferFailure forGood(String sentence) {
        return new TransferFailure(sentence, false);
    }

    /// It may go on over another link, or later.
    public static TransferFailure passing(String sentence) {
        return new TransferFailure(sentence, true);
    }

    public boolean isPassing() {
        return passing;
    }
}
