// SPDX-License-Identifier: Apache-2.0
/// What the client speaks of: sealed `Input` (the user asked), sealed `Notice`
/// (it happened), ids, limits, and the pure rules for text that comes
/// from others.
package justchat.client.model;
