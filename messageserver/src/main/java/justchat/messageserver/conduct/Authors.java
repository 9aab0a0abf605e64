// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;

/// Who wrote which message of the room. The messages of an instance are bits in
/// pages of [#PAGE]: about one byte for each message of a busy client, 200 bytes
/// for a client that wrote one. Not thread-safe.
final class Authors {
    private static final int PAGE = 256;

    private final Map<PageName, Page> pages = new HashMap<>();

    private record PageName(Instance instance, long number) {}

    /// A page has one author, unless somebody took another's instance for its own.
    private static final class Page {
        final String author;
        final long[] written = new long[PAGE / Long.SIZE];
        final long[] texts = new long[PAGE / Long.SIZE];
        Map<Integer, String> strangers = Map.of();

        Page(String author) {
            this.author = author;
        }
    }

    void add(MessageId message, String author, boolean isText) {
        var page = pages.computeIfAbsent(nameOf(message), _ -> new Page(author));
        int at = (int) (message.sequence() % PAGE);
        page.written[at / Long.SIZE] |= 1L << at;
        if (isText) {
            page.texts[at / Long.SIZE] |= 1L << at;
        }
        if (!page.author.equals(author)) {
            page.strangers = new HashMap<>(page.strangers);
            page.strangers.put(at, author);
        }
    }

    /// Empty if there is no such message here.
    Optional<String> authorOf(MessageId message) {
        var page = pages.get(nameOf(message));
        int at = (int) (message.sequence() % PAGE);
        return page == null || (page.written[at / Long.SIZE] & 1L << at) == 0
                ? Optional.empty()
                : Optional.of(page.strangers.getOrDefault(at, page.author));
    }

    /// Whether the message is one that reads as text.
    boolean isText(MessageId message) {
        var page = pages.get(nameOf(message));
        int at = (int) (message.sequence() % PAGE);
        return page != null && (page.texts[at / Long.SIZE] & 1L << at) != 0;
    }

    private static PageName nameOf(MessageId message) {
        return new PageName(message.instance(), message.sequence() / PAGE);
    }
}
