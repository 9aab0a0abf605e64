// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

/// What a process is, as the first part of its name says. The order is that of
/// the diagram's columns, from the left; the page draws them by `ordinal`.
enum Role {
    BALANCER("lb-"), SERVER("ms-"), CLIENT("client-"), OTHER("");

    private final String prefix;

    Role(String prefix) {
        this.prefix = prefix;
    }

    static Role of(String process) {
        for (var role : values()) {
            if (process.startsWith(role.prefix)) {
                return role;
            }
        }
        return OTHER;
    }
}
