// SPDX-License-Identifier: Apache-2.0
/// How a key is put on disk: whole or not at all, and for its owner only. The one
/// place for that; tickets, certificates and the tools' cluster key write through it.
package justchat.secretfile;
