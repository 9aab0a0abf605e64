// SPDX-License-Identifier: Apache-2.0
/// The client at a keyboard: messages scroll above a prompt of two lines, and
/// never disturb what is being typed. The only importer of JLine.
package justchat.client.terminal;
