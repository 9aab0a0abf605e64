// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import justchat.client.model.ContentHash;
import justchat.client.model.PublicFile;

/// Which public file somebody means: by its name, by `owner/name`, or by its
/// number in the list that was shown last. Two files of one name and different
/// contents are two; one that several messages tell of is one. Pure; owned by
/// [Answers].
final class Shelf {
    private List<PublicFile> listed = List.of();

    /// These are on the screen, numbered from 1.
    void show(List<PublicFile> files) {
        listed = List.copyOf(files);
    }

    /// Those that are in rooms of these names: others are not offered.
    static List<PublicFile> within(Collection<String> rooms, List<PublicFile> files) {
        return files.stream().filter(file -> rooms.contains(file.room())).toList();
    }

    /// The files that are meant, the newest first: none, one, or several to ask about.
    ///
    /// @param wanted
    ///            as it was typed. What is a name is not taken for anything else
    List<PublicFile> find(String wanted, List<PublicFile> files) {
        var named = ofName(wanted, files);
        if (!named.isEmpty()) {
            return named;
        }
        int slash = wanted.indexOf('/');
        if (slash > 0) {
            return ofOwner(wanted.substring(0, slash), wanted.substring(slash + 1), files).stream().limit(1).toList();
        }
        return wanted.matches("[1-9][0-9]{0,5}") && Integer.parseInt(wanted) <= listed.size()
                ? List.of(listed.get(Integer.parseInt(wanted) - 1))
                : List.of();
    }

    static List<PublicFile> ofName(String name, List<PublicFile> files) {
        return each(files, file -> file.file().name().equals(name));
    }

    static List<PublicFile> ofOwner(String owner, String name, List<PublicFile> files) {
        return each(files, file -> file.file().name().equals(name) && file.owner().equalsIgnoreCase(owner));
    }

    private static List<PublicFile> each(List<PublicFile> files, Predicate<PublicFile> meant) {
        Map<ContentHash, PublicFile> newest = new LinkedHashMap<>();
        files.stream().filter(meant).sorted(Comparator.comparingLong(PublicFile::sharedAtMillis).reversed())
                .forEach(file -> newest.putIfAbsent(file.file().hash(), file));
        return List.copyOf(newest.values());
    }
}
