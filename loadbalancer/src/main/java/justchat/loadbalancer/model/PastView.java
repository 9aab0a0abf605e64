// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.util.List;

/// An earlier view: which servers were members, ascending.
public record PastView(long number, List<ServerId> servers) {
    public PastView {
        if (number < 1) {
            throw new IllegalArgumentException("view number: " + number);
        }
        servers = List.copyOf(servers);
    }
}
