// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.util.Objects;

import justchat.rpc.tls.Role;

/// The processes that a cluster is made of.
public enum ProcessKind {
    LOADBALANCER("loadbalancer", "lb-", Role.LOADBALANCER), MESSAGESERVER("messageserver", "ms-", Role.MESSAGESERVER);

    private final String subcommand;
    private final String prefix;
    private final Role role;

    ProcessKind(String subcommand, String prefix, Role role) {
        this.subcommand = Objects.requireNonNull(subcommand, "subcommand");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.role = Objects.requireNonNull(role, "role");
    }

    /// What starts it: `justchat loadbalancer ...`. Its JVM flags have the same
    /// name.
    public String subcommand() {
        return subcommand;
    }

    /// The name of the `number`th of them, counted from 1: `lb-1`.
    public String name(int number) {
        return prefix + number;
    }

    Role role() {
        return role;
    }
}
