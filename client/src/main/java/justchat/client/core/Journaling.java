// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.logs.clock.VectorClock;
import justchat.logs.journal.Journal;

/// What the journal says of an event. Ids and counts, never text.
final class Journaling {
    private Journaling() {}

    static void record(Journal journal, Event event) {
        switch (event) {
            case Event.LoggedIn in -> journal.record("joined by " + in.balancer(), in.clock());
            case Event.Attached attached -> journal.record("attached to " + attached.server(), attached.clock());
            case Event.Opened opened -> journal.record("opened " + opened.room().name(), opened.clock());
            case Event.RoomCreated created -> journal.record("created " + created.room().name(), created.clock());
            case Event.Delivered delivered -> journal.record("received public message " + brief(delivered),
                    delivered.clock());
            case Event.Stored stored -> journal.record("public message " + stored.id().sequence() + " is stored",
                    stored.clock());
            case Event.Whispered whispered -> journal.record("private message " + whispered.request()
                    + " was received", whispered.clock());
            case Event.WhisperReceived whisper -> journal.record("received private message", whisper.clock());
            case Event.OfferReceived offer -> journal.record("received private file offer", offer.clock());
            case Event.OfferAnswered answer -> journal.record("private file " + answer.transfer()
                    + (answer.accepted() ? " was accepted" : " was declined"), answer.clock());
            case Event.Uploaded uploaded -> journal.record("public file " + uploaded.transfer() + " is uploaded",
                    uploaded.clock());
            case Event.TransferDone done -> journal.record("file " + done.transfer() + " is complete",
                    done.clock());
            case Event.Files files -> journal.record("received the list of files", files.clock());
            case Event.Moved moved -> journal.record("moved to " + moved.to().server(), moved.to().clock());
            case Event.Ended _ -> journal.record("session ended", VectorClock.empty());
            case Event.Detached _ -> journal.record("server lost", VectorClock.empty());
            case Event.Asked _,Event.LogInAsked _,Event.Tick _,Event.InputEnded _,Event.Answered _,Event.LoginRefused _,Event.Searching _,Event.Balancers _,Event.AccountAnswered _,Event.AskPostponed _,Event.People _,Event.Delay _,Event.PostRefused _,Event.OpenRefused _,Event.WhisperSealed _,Event.WhisperFailed _,Event.LetterOpened _,Event.LetterUnreadable _,Event.LetterHeld _,Event.Verified _,Event.Rooms _,Event.Members _,Event.WhoIsAway _,Event.PageRead _,Event.CodeWanted _,Event.CodeTaken _,Event.CodeMade _,Event.OfferSent _,Event.OfferWithdrawn _,Event.Progress _,Event.TransferHeld _,Event.TransferStopped _,Event.Unfinished _,Event.TransferFailed _,Event.Online _,Event.AskFailed _ ->
                {
                }
        }
    }

    private static String brief(Event.Delivered delivered) {
        if (delivered.entries().isEmpty()) {
            return "none";
        }
        var first = delivered.entries().getFirst();
        var last = delivered.entries().getLast();
        return first.origin().server() + "." + first.origin().incarnation() + ":" + first.sequence()
                + (first == last
                        ? ""
                        : " to " + last.origin().server() + "." + last.origin().incarnation() + ":"
                                + last.sequence());
    }
}
