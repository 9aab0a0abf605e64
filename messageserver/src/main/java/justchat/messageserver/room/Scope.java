// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import justchat.messageserver.conduct.PersonalConduct;
import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Payload;

/// Which entries of a room's delivery order are for whom. Not thread-safe; pure.
sealed interface Scope {
    /// The entry at this place is shown; places ascend.
    void add(Entry entry, int place);

    /// The first place from this one on whose entry is for this user, or the end of
    /// the order if there is none.
    int next(String user, int from, int end);

    /// Whether this entry is for this user.
    boolean concerns(Entry entry, String user);

    /// Whom these entries concern; empty: everybody.
    Optional<Set<String>> users(List<Entry> entries);

    /// Whether all entries are for all.
    boolean isOpen();

    /// Everything is for everybody who is in the room.
    final class Open implements Scope {
        @Override
        public void add(Entry entry, int place) {
            // Every place is for everybody.
        }

        @Override
        public int next(String user, int from, int end) {
            return from;
        }

        @Override
        public boolean concerns(Entry entry, String user) {
            return true;
        }

        @Override
        public Optional<Set<String>> users(List<Entry> entries) {
            return Optional.empty();
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /// To each its own: what it wrote and what is addressed to it. What servers say
    /// is for everybody.
    final class Personal implements Scope {
        private final Map<String, Places> byUser = new HashMap<>();
        private final Places common = new Places();

        @Override
        public void add(Entry entry, int place) {
            switch (entry.payload()) {
                case Payload.Control _ -> common.add(place);
                case Payload.Letter letter -> {
                    of(letter.recipient()).add(place);
                    of(entry.author()).add(place);
                }
                case Payload.Message _,Payload.Change _,Payload.Personal _ -> of(entry.author()).add(place);
            }
        }

        private Places of(String user) {
            return byUser.computeIfAbsent(user, _ -> new Places());
        }

        @Override
        public int next(String user, int from, int end) {
            var own = byUser.get(user);
            int next = Math.min(end, common.next(from));
            return own == null ? next : Math.min(next, own.next(from));
        }

        @Override
        public boolean concerns(Entry entry, String user) {
            return PersonalConduct.concerns(entry, user);
        }

        @Override
        public Optional<Set<String>> users(List<Entry> entries) {
            var users = new HashSet<String>();
            for (var entry : entries) {
                if (entry.payload() instanceof Payload.Control) {
                    return Optional.empty();
                }
                users.add(entry.author());
                if (entry.payload() instanceof Payload.Letter letter) {
                    users.add(letter.recipient());
                }
            }
            return Optional.of(users);
        }

        @Override
        public boolean isOpen() {
            return false;
        }
    }

    /// Ascending places, 4 bytes each.
    final class Places {
        private int[] places = new int[4];
        private int count;

        private void add(int place) {
            if (count > 0 && places[count - 1] == place) {
                return;
            }
            if (count == places.length) {
                places = Arrays.copyOf(places, Math.multiplyExact(count, 2));
            }
            places[count++] = place;
        }

        /// The first from this one on; more than all places if there is none.
        private int next(int from) {
            int at = Arrays.binarySearch(places, 0, count, from);
            int first = at < 0 ? -at - 1 : at;
            return first == count ? Integer.MAX_VALUE : places[first];
        }
    }
}
