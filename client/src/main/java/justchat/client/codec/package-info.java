// SPDX-License-Identifier: Apache-2.0
/// Wire to client model and back, and nothing else does it. What comes in is
/// hostile: what does not fit the model is [Malformed], never an unchecked
/// exception.
package justchat.client.codec;
