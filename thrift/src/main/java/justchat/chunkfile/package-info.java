// SPDX-License-Identifier: Apache-2.0
/// How what arrives in chunks comes to disk. Servers and clients write files through
/// it.
package justchat.chunkfile;
