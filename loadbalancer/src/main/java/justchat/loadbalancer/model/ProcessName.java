// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

/// The name a server or balancer was started with, like `ms-1`: 1 to 32 ASCII
/// letters, digits, `-`, `_` or `.`, the first a letter or digit. It names the
/// process in views, certificates and traces.
public record ProcessName(String value) implements Comparable<ProcessName> {
    /// Longest name, in characters.
    public static final int MAX = 32;

    public ProcessName {
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,31}")) {
            throw new IllegalArgumentException(
                    "a process name has 1 to 32 ASCII letters, digits, - _ or . and begins with a letter or digit");
        }
    }

    @Override
    public int compareTo(ProcessName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
