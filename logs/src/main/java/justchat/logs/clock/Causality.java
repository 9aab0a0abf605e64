// SPDX-License-Identifier: Apache-2.0
package justchat.logs.clock;

/// How one event stands to another, as their clocks tell.
public enum Causality {
    EQUAL, BEFORE, AFTER, CONCURRENT
}
