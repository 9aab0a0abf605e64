// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.regex.Pattern;

/// The name of a room: 1 to 32 of `a-z`, `0-9`, `-`, `_` and `.`, the first a letter or digit. So it can be shown, typed
/// and used as a file's name as it is, and no two rooms look alike but for their case.
public record RoomName(String value) implements Comparable<RoomName> {
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

    public RoomName {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a room's name has 1 to 32 of a-z, 0-9, -, _ and . and begins with a letter or digit");
        }
    }

    @Override
    public int compareTo(RoomName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
