// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// An account as everybody may see it.
public record AccountSummary(String name, long createdAtMillis, boolean online) {}
