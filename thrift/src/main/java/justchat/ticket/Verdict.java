// SPDX-License-Identifier: Apache-2.0
package justchat.ticket;

/// What a verifier makes of the bytes of a ticket.
public sealed interface Verdict {

    record Valid(Ticket ticket) implements Verdict {}

    /// Was valid once; its holder logs in again.
    record Expired() implements Verdict {}

    /// Not signed by a balancer we know, or not a ticket at all.
    record Forged() implements Verdict {}
}
