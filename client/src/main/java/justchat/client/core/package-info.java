// SPDX-License-Identifier: Apache-2.0
/// `ClientLoop`, the single writer of a client, around the pure `ClientCore`;
/// ports `Network` (implemented by `session` and `peer`) and `Screen` (by
/// `terminal` and `script`).
package justchat.client.core;
