// SPDX-License-Identifier: Apache-2.0
/// The client's process: options, wiring, the door, the end. Nothing imports it.
package justchat.client;
