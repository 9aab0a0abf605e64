// SPDX-License-Identifier: Apache-2.0
/// The client in a pipe: lines in, lines out, exit codes.
package justchat.client.script;
