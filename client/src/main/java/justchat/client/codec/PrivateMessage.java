// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import justchat.client.file.FileManifest;
import justchat.client.model.ContentHash;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage;

/// What an envelope between two clients holds.
public sealed interface PrivateMessage {

    /// Something to read.
    record Text(String text) implements PrivateMessage {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /// A file that waits at its sender.
    ///
    /// @param offer
    ///            16 bytes, in hex digits
    /// @param manifest
    ///            brief if the hashes of its chunks do not fit a letter
    /// @param key
    ///            of the chunks, 32 bytes; in no text
    record Offer(String offer, FileManifest manifest, byte[] key, long expiresAtMillis) implements PrivateMessage {
        public Offer {
            if (HexFormat.of().parseHex(offer).length != 16 || key.length != 32) {
                throw new IllegalArgumentException("offer or key of a wrong length");
            }
            Objects.requireNonNull(manifest, "manifest");
        }

        @Override
        public String toString() {
            return "Offer[" + offer + "]";
        }
    }

    /// The answer to an offer, or how it ended.
    ///
    /// @param arrived
    ///            with ACCEPTED: bytes that are there already
    record Answer(String offer, Outcome outcome, long arrived) implements PrivateMessage {
        public Answer {
            if (HexFormat.of().parseHex(offer).length != 16) {
                throw new IllegalArgumentException("offer of a wrong length");
            }
            if (arrived < 0) {
                throw new IllegalArgumentException("arrived: " + arrived);
            }
            Objects.requireNonNull(outcome, "outcome");
        }

        public Answer(String offer, Outcome outcome) {
            this(offer, outcome, 0);
        }
    }

    /// The sealed chunks of an accepted offer are at the servers.
    ///
    /// @param parcel
    ///            what they are found by there
    record Left(String offer, ContentHash parcel) implements PrivateMessage {
        public Left {
            if (HexFormat.of().parseHex(offer).length != 16) {
                throw new IllegalArgumentException("offer of a wrong length");
            }
            Objects.requireNonNull(parcel, "parcel");
        }
    }

    /// What became of private messages; never answered.
    ///
    /// @param messages
    ///            1 to [Limits#RECEIPTS]
    record Receipt(List<MessageId> messages, SentMessage.News news) implements PrivateMessage {
        public Receipt {
            messages = List.copyOf(messages);
            if (messages.isEmpty() || messages.size() > Limits.RECEIPTS) {
                throw new IllegalArgumentException("receipt of " + messages.size() + " messages");
            }
        }
    }

    enum Outcome {
        ACCEPTED, DECLINED, RECEIVED, FAILED,
        /// Said by the one who offers.
        WITHDRAWN
    }
}
