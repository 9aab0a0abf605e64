// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Supplier;

import justchat.client.core.Bar;
import justchat.client.model.Notice;
import justchat.client.model.PublicFile;
import justchat.client.model.RoomName;

/// Names that were read lately, to complete what is typed. Thread-safe.
final class Known {
    private static final int NAMES = 500;

    /// Guarded by `this`, like the four below.
    private final SequencedSet<String> users = new LinkedHashSet<>();
    private final SequencedSet<String> rooms = new LinkedHashSet<>();
    private final SequencedSet<String> files = new LinkedHashSet<>();
    private final Supplier<List<String>> themes;
    private List<String> offers = List.of();
    private List<String> transfers = List.of();

    /// @param themes
    ///            looked for each time
    Known(Supplier<List<String>> themes) {
        this.themes = themes;
    }

    List<String> themes() {
        return themes.get();
    }

    synchronized void read(Notice notice) {
        switch (notice) {
            case Notice.Said said -> add(users, said.author());
            case Notice.Replied replied -> add(users, replied.author());
            case Notice.Reacted reacted -> add(users, reacted.author());
            case Notice.Mentioned mentioned -> add(users, mentioned.author());
            case Notice.Listed listed -> listed.messages().forEach(message -> add(users, message.author()));
            case Notice.MemberList list -> list.members().forEach(known -> add(users, known.member().user()));
            case Notice.RoomList list -> list.rooms().forEach(known -> add(rooms, known.room().name()));
            case Notice.Whispered whispered -> add(users, whispered.other());
            case Notice.Offered offered -> {
                add(users, offered.from());
                if (!offered.privately()) {
                    add(files, offered.file().name());
                }
            }
            case Notice.Published published -> add(files, published.file().name());
            case Notice.UserList list -> list.users().forEach(user -> add(users, user));
            case Notice.FileList list -> list.files().forEach(file -> add(files, called(file, list.files())));
            case Notice.AccountList list -> list.accounts().forEach(account -> add(users, account.name()));
            case Notice.Edited _,Notice.Happened _,Notice.InRoom _,Notice.NewCode _,Notice.Why _,Notice.Refused _,Notice.Sharing _,Notice.Waiting _,Notice.Accepted _,Notice.Answered _,Notice.Dropped _,Notice.Done _,Notice.Failed _,Notice.Entered _,Notice.Lost _,Notice.Moved _,Notice.TransferList _,Notice.StatusReport _,Notice.SessionList _,Notice.SettingList _,Notice.IsAway _,Notice.CommandList _,Notice.Receipted _,Notice.Info _,Notice.Problem _ ->
                {
                }
        }
    }

    /// With its owner, if there are others of its name.
    private static String called(PublicFile file, List<PublicFile> all) {
        var name = file.file().name();
        boolean alone = all.stream().filter(other -> other.file().name().equals(name)).map(other -> other.file().hash())
                .distinct().count() == 1;
        return alone ? name : file.owner() + "/" + name;
    }

    synchronized void read(Bar bar) {
        bar.rooms().stream().map(Bar.Unread::name).filter(RoomName::isValid).forEach(room -> add(rooms, room));
        offers = bar.offers().stream().map(offer -> offer.id().toString()).toList();
        transfers = bar.transfers().stream().map(transfer -> transfer.id().toString()).toList();
    }

    synchronized List<String> users() {
        return List.copyOf(users.reversed());
    }

    synchronized List<String> rooms() {
        return List.copyOf(rooms.reversed());
    }

    synchronized List<String> files() {
        return List.copyOf(files.reversed());
    }

    synchronized List<String> offers() {
        return offers;
    }

    synchronized List<String> transfers() {
        return transfers;
    }

    private static void add(SequencedSet<String> names, String name) {
        names.remove(name);
        names.addLast(name);
        if (names.size() > NAMES) {
            names.removeFirst();
        }
    }
}
