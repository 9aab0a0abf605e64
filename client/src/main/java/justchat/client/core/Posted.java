// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.MessageId;

/// A post of ours: sequences count in each room anew.
record Posted(String room, MessageId id) {}
