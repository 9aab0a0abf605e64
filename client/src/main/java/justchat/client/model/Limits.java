// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// What one client will hold or say. A limit that is reached is told in words.
public final class Limits {
    /// Of a text, in UTF-8.
    public static final int TEXT_BYTES = 16_384;
    /// Posts without a receipt.
    public static final int OUTBOX = 1_000;
    /// Offers waiting for an answer; a new one beyond that drops the oldest.
    public static final int OFFERS = 100;
    /// Transfers under way, in either direction, with those that wait for their turn.
    public static final int TRANSFERS = 64;
    /// Of those that this client drives, how many run at once.
    public static final int RUNNING = 4;
    /// How long an offer waits for its answer.
    public static final long OFFER_MILLIS = 600_000;
    /// The same of one that went as a letter, and how long servers keep a parcel.
    public static final long MAILED_OFFER_MILLIS = 7 * 24 * 3_600_000L;
    /// Of a password, in characters, at least.
    public static final int PASSWORD = 4;
    /// Sessions of one user that are listed.
    public static final int SESSIONS = 200;
    /// Accounts of one page.
    public static final int ACCOUNTS = 50;
    /// Entries asked for when a room is first read.
    public static final int RECENT = 20;

    /// Messages of one page.
    public static final int PAGE = 200;
    /// Unread messages shown at a time, unless the user chose otherwise.
    public static final int INBOX = 20;
    /// Rooms that one user is in here.
    public static final int ROOMS = 100;

    /// Messages of one receipt of a recipient's.
    public static final int RECEIPTS = 256;
    /// Users of whom is asked at once whether they are away.
    public static final int AWAY = 1_000;

    private Limits() {}
}
