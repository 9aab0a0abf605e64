// SPDX-License-Identifier: Apache-2.0
package justchat.client.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;

import justchat.client.model.ContentHash;
import justchat.client.model.Limits;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage.News;
import justchat.wire.OfferAnswer;
import justchat.wire.OfferOutcome;
import justchat.wire.ParcelNotice;
import justchat.wire.PrivateContent;
import justchat.wire.PrivateOffer;
import justchat.wire.PrivateReceipt;

/// What is inside an envelope: Thrift's compact encoding.
public final class PrivateCodec {
    private PrivateCodec() {}

    public static byte[] encode(PrivateMessage message) {
        var content = switch (message) {
            case PrivateMessage.Text(var text) -> PrivateContent.text(text);
            case PrivateMessage.Offer offer -> PrivateContent.offer(offer(offer));
            case PrivateMessage.Left(var offer, var parcel) -> PrivateContent.parcel(new ParcelNotice(bytes(offer),
                    ByteBuffer.wrap(parcel.bytes())));
            case PrivateMessage.Answer(var offer, var outcome, var arrived) ->
                PrivateContent.answer(new OfferAnswer(bytes(offer), outcome(outcome)).setArrived(arrived));
            case PrivateMessage.Receipt(var messages, var news) -> PrivateContent.receipt(new PrivateReceipt(messages
                    .stream().map(RoomCodec::id).toList(), news == News.READ).setUnopened(news == News.UNOPENED));
        };
        return EnvelopeCodec.encode(content);
    }

    private static PrivateOffer offer(PrivateMessage.Offer offer) {
        return new PrivateOffer(bytes(offer.offer()), FileCodec.manifest(offer.manifest()), ByteBuffer.wrap(offer
                .key()), offer.expiresAtMillis());
    }

    /// @throws Malformed
    ///             if it is none, or of a kind that this client does not know
    public static PrivateMessage decode(byte[] bytes) throws Malformed {
        var content = new PrivateContent();
        EnvelopeCodec.decode(content, bytes, "private content");
        try {
            return message(content);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Malformed("private content", e);
        }
    }

    private static PrivateMessage message(PrivateContent content) throws Malformed {
        if (content.isSetText()) {
            if (content.getText().getBytes(StandardCharsets.UTF_8).length > Limits.TEXT_BYTES) {
                throw new Malformed("private text of " + content.getText().length() + " characters");
            }
            return new PrivateMessage.Text(content.getText());
        }
        if (content.isSetOffer()) {
            var offer = content.getOffer();
            return new PrivateMessage.Offer(digits(offer.getOffer()), FileCodec.offered(offer.getManifest()), offer
                    .getKey(), offer.getExpiresAtMillis());
        }
        if (content.isSetAnswer()) {
            return new PrivateMessage.Answer(digits(content.getAnswer().getOffer()),
                    outcome(content.getAnswer().getOutcome()), content.getAnswer().getArrived());
        }
        if (content.isSetParcel()) {
            return new PrivateMessage.Left(digits(content.getParcel().getOffer()), ContentHash.of(content.getParcel()
                    .getFile()));
        }
        if (content.isSetReceipt()) {
            return receipt(content.getReceipt());
        }
        throw new Malformed("private content of an unknown kind");
    }

    private static PrivateMessage receipt(PrivateReceipt wire) throws Malformed {
        var messages = new ArrayList<MessageId>();
        for (var id : wire.getMessages()) {
            messages.add(RoomCodec.id(id));
        }
        return new PrivateMessage.Receipt(messages, wire.isRead()
                ? News.READ
                : wire.isUnopened() ? News.UNOPENED : News.DELIVERED);
    }

    private static OfferOutcome outcome(PrivateMessage.Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> OfferOutcome.ACCEPTED;
            case DECLINED -> OfferOutcome.DECLINED;
            case RECEIVED -> OfferOutcome.RECEIVED;
            case FAILED -> OfferOutcome.FAILED;
            case WITHDRAWN -> OfferOutcome.WITHDRAWN;
        };
    }

    private static PrivateMessage.Outcome outcome(OfferOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> PrivateMessage.Outcome.ACCEPTED;
            case DECLINED -> PrivateMessage.Outcome.DECLINED;
            case RECEIVED -> PrivateMessage.Outcome.RECEIVED;
            case FAILED -> PrivateMessage.Outcome.FAILED;
            case WITHDRAWN -> PrivateMessage.Outcome.WITHDRAWN;
        };
    }

    private static ByteBuffer bytes(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
    }

    private static String digits(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
