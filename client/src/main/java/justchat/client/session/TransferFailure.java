// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// A transfer cannot go on.
public final class TransferFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /// What is left of it.
    public enum Kind {
        /// Nothing.
        FOR_GOOD,
        /// It may go on over another link, or later.
        PASSING,
        /// What has arrived is kept; it goes on when the person says so.
        STOPPED,
        /// Likewise, because the person said so.
        PAUSED
    }

    private TransferFailure(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /// The sentence, as everywhere here, is for the person.
    public static TransferFailure forGood(String sentence) {
        return new TransferFailure(Kind.FOR_GOOD, sentence);
    }

    public static TransferFailure passing(String sentence) {
        return new TransferFailure(Kind.PASSING, sentence);
    }

    public static TransferFailure stopped(String sentence) {
        return new TransferFailure(Kind.STOPPED, sentence);
    }

    static TransferFailure paused() {
        return new TransferFailure(Kind.PAUSED, "paused");
    }

    public Kind kind() {
        return kind;
    }
}
