// SPDX-License-Identifier: Apache-2.0
package justchat.client.peer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import justchat.client.codec.PrivateMessage;
import justchat.client.core.Event;
import justchat.client.model.MessageId;
import justchat.client.model.SentMessage;
import justchat.client.session.Account;
import justchat.logs.clock.VectorClock;
import justchat.rpc.strand.Strand;

/// Private messages, and receipts of those of others, on their way out: to one user one after another, in
/// order, on a strand of that user. Thread-safe; nothing waits.
final class Whispers {
    private static final Logger LOG = LoggerFactory.getLogger(Whispers.class);
    private static final int WAITING_PER_USER = 256;
    private static final int MAX_STRANDS = 1_024;

    private final Courier courier;
    private final Supplier<Optional<Account>> account;
    private final Consumer<Event> loop;
    private final Map<String, Strand> strands = new ConcurrentHashMap<>();

    Whispers(Courier courier, Supplier<Optional<Account>> account, Consumer<Event> loop) {
        this.courier = courier;
        this.account = account;
        this.loop = loop;
    }

    /// As [justchat.client.core.Network#whisper].
    void send(long request, String user, String text, VectorClock clock) {
        var told = strands.size() < MAX_STRANDS && strand(user).tell(() -> {
            Event outcome;
            try {
                outcome = bring(request, user, text, clock);
            } catch (Undelivered e) {
                outcome = new Event.WhisperFailed(request, user, e.getMessage());
            }
            loop.accept(outcome);
        });
        if (!told) {
            Thread.ofVirtual().start(() -> loop.accept(new Event.WhisperFailed(request, user,
                    "too many private messages wait to be sent")));
        }
    }

    private Event bring(long request, String user, String text, VectorClock clock) throws Undelivered {
        return switch (courier.bring(account(), user, new PrivateMessage.Text(text), clock)) {
            case Courier.Way.Direct(var id, var to) ->
                new Event.Whispered(request, id, to, text, "direct", VectorClock.empty());
            case Courier.Way.Letter(var id, var to, var letter, var online) ->
                new Event.WhisperSealed(request, id, to, letter, online);
        };
    }

    /// As [justchat.client.core.Network#receipt].
    void acknowledge(String user, List<MessageId> messages, SentMessage.News news, VectorClock clock) {
        if (strands.size() < MAX_STRANDS) {
            strand(user).tell(() -> acknowledge(user, new PrivateMessage.Receipt(messages, news), clock));
        }
    }

    /// Who cannot be told is not told.
    private void acknowledge(String user, PrivateMessage.Receipt receipt, VectorClock clock) {
        try {
            if (courier.bring(account(), user, receipt, clock) instanceof Courier.Way.Letter letter) {
                loop.accept(new Event.ReceiptSealed(letter.user(), letter.letter()));
            }
        } catch (Undelivered e) {
            LOG.debug("{} is not told what became of private messages: {}", user, e.getMessage());
        }
    }

    private Strand strand(String user) {
        return strands.computeIfAbsent(user, name -> new Strand("whisper " + name, WAITING_PER_USER));
    }

    private Account account() throws Undelivered {
        return account.get().orElseThrow(() -> Undelivered.forGood("log in first"));
    }
}
