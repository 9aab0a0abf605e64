// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.util.Locale;

/// What a room promises about the order in which it shows its entries; decided
/// when it is created, for ever.
public enum Order {
    UNORDERED, FIFO, CAUSAL, TOTAL;

    /// As it is typed and shown.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
