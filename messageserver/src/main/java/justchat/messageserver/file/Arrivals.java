// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.file;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The contents that are arriving, each by one upload or by several at once. Owned
/// by [FileStore], whose lock guards it.
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final ContentFolder contents;
    private final Map<Content, Shared> open = new HashMap<>();

    private record Shared(Arriving arriving, int uploads) {}

    Arrivals(ContentFolder contents) {
        this.contents = contents;
    }

    /// One more upload of it.
    Arriving join(Content content) throws IOException {
        var others = open.get(content);
        var joined = others == null
                ? new Shared(contents.arriving(content), 1)
                : new Shared(others.arriving, others.uploads + 1);
        open.put(content, joined);
        return joined.arriving;
    }

    /// The reverse of [#join].
    ///
    /// @return whether nobody is at it any more
    boolean leave(Content content) {
        var shared = open.get(content);
        if (shared.uploads > 1) {
            open.put(content, new Shared(shared.arriving, shared.uploads - 1));
            return false;
        }
        open.remove(content);
        try {
            shared.arriving.close();
        } catch (IOException e) {
            LOG.error("content {} cannot be closed", content.hash(), e);
        }
        return true;
    }

    /// Empty: nobody is at it.
    Optional<Arriving> of(Content content) {
        return Optional.ofNullable(open.get(content)).map(Shared::arriving);
    }
}
