// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Something that happened, for the person to read. Texts and names in it are
/// as they came; whoever prints them goes through [Wording], which goes
/// through [Display].
public sealed interface Notice {

    /// When, in milliseconds since 1970; for display.
    long atMillis();

    /// A public message, delivered.
    ///
    /// @param mine
    ///            written by this client
    record Said(long atMillis, String author, String text, boolean mine) implements Notice {}

    /// A private message, from somebody or (`mine`) to somebody.
    record Whispered(long atMillis, String other, String text, String via, boolean mine) implements Notice {}

    /// A file to accept or decline.
    ///
    /// @param privately
    ///            offered to us alone
    /// @param waitsMillis
    ///            how long the offer waits
    record Offered(long atMillis, TransferId id, String from, FileInfo file, boolean privately, long waitsMillis)
            implements
                Notice {}

    /// We share a file (with `to`, or with all if that is empty): it is being
    /// prepared, nobody has it yet.
    record Sharing(long atMillis, TransferId id, String to, String fileName) implements Notice {}

    /// An offer of ours has reached the other.
    record Waiting(long atMillis, TransferId id, String to, FileInfo file) implements Notice {}

    /// A file of ours is published.
    record Published(long atMillis, TransferId id, FileInfo file) implements Notice {}

    /// We take a file.
    record Accepted(long atMillis, TransferId id, Path target) implements Notice {}

    /// Somebody took, or did not want, our offer.
    record Answered(long atMillis, TransferId id, String by, String fileName, boolean accepted) implements Notice {}

    /// We did not want a file, or nobody answered in time.
    record Dropped(long atMillis, TransferId id, String fileName, boolean expired) implements Notice {}

    /// A file has arrived, here (`incoming`) or at the other's.
    record Done(long atMillis, TransferId id, boolean incoming, Path saved, String fileName, long bytes, long millis,
            String via, ContentHash hash) implements Notice {}

    record Failed(long atMillis, TransferId id, String fileName, String sentence) implements Notice {}

    /// We are in.
    ///
    /// @param entries
    ///            of the room so far
    /// @param recent
    ///            how many of them follow
    record Entered(long atMillis, String name, String server, String balancer, long entries, long recent)
            implements
                Notice {}

    /// The server is gone; another one is being looked for.
    record Lost(long atMillis, String server, String sentence) implements Notice {}

    /// Another server has us, everything it owed us is shown, and everything we
    /// resent has its receipt. All figures are counted or measured.
    ///
    /// @param balancer
    ///            who named the server; empty: one of the backups
    /// @param millis
    ///            from noticing the loss to the new session
    /// @param lost
    ///            posts of ours that were given up: no receipt, no retry
    record Moved(long atMillis, String from, String balancer, String to, long millis, long lost, long resent)
            implements
                Notice {}

    record FileList(long atMillis, List<PublicFile> files) implements Notice {}

    record UserList(long atMillis, List<String> users) implements Notice {}

    record TransferList(long atMillis, List<TransferLine> transfers) implements Notice {}

    record StatusReport(long atMillis, String name, String server, OptionalLong delayMicros, int online, int unsent,
            long stored, long shown, String lastReceipt) implements Notice {}

    record CommandList(long atMillis) implements Notice {}

    /// Good to know.
    record Info(long atMillis, String sentence) implements Notice {}

    /// What was asked for did not happen, and why.
    record Problem(long atMillis, String sentence) implements Notice {}

    /// One offer or transfer of a list.
    record TransferLine(TransferId id, String fileName, long total, long done, String state) {}
}
