// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.nio.file.Path;

import justchat.client.model.FileInfo;
import justchat.client.model.Login;
import justchat.client.model.MessageId;
import justchat.client.model.Notice;
import justchat.client.model.Payload;
import justchat.client.model.Refusal;
import justchat.client.model.Seen;
import justchat.client.model.Source;
import justchat.client.model.TransferId;

/// What [ClientCore] wants done. [ClientLoop] does it, in order, on its strand.
public sealed interface Effect {

    record Show(Notice notice) implements Effect {}

    /// The account let us in.
    record Admitted(String name) implements Effect {}

    /// It did not, for good.
    record Denied(Refusal reason, String sentence) implements Effect {}

    record LogIn(Login login) implements Effect {}

    record Attach(Seen seen) implements Effect {}

    record Post(MessageId id, Seen seen, Payload payload) implements Effect {}

    record Whisper(long request, String user, String text) implements Effect {}

    record Offer(TransferId transfer, String user, Path file, long expiresAtMillis) implements Effect {}

    record Upload(TransferId transfer, Path file) implements Effect {}

    record Download(TransferId transfer, Source source, FileInfo file, Path directory, String name)
            implements
                Effect {}

    record Decline(Source.Person offer) implements Effect {}

    record Cancel(TransferId transfer) implements Effect {}

    record AskFiles(long request) implements Effect {}

    record AskOnline(long request) implements Effect {}

    /// The client ends; nothing follows.
    record Stop(Exit exit, String sentence) implements Effect {}
}
