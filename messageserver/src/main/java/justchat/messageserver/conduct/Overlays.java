// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.conduct;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Payload;

/// What became of a room's messages, of those to which something happened.
/// Written by the room's strand, read by any thread: pages and searches look at
/// it where they read the disk.
public final class Overlays {
    private final Map<MessageId, Overlay> overlays = new ConcurrentHashMap<>();

    /// What became of this message so far.
    public Overlay of(MessageId message) {
        return overlays.getOrDefault(message, Overlay.NONE);
    }

    void edited(Entry entry, MessageId target, boolean copy) {
        overlays.put(target, of(target).withEdit(entry, copy));
    }

    void shown(Entry entry, Payload.Erase erase, boolean copy) {
        for (var target : erase.targets()) {
            overlays.put(target, of(target).withErasure(entry, copy));
        }
    }

    void shown(Entry entry, Payload.Reaction reaction, boolean copy) {
        overlays.put(reaction.target(), of(reaction.target()).withReaction(entry, reaction.sign(),
                reaction.withdrawn(), copy));
    }
}
