// SPDX-License-Identifier: Apache-2.0
/// How the text log of a server process reads, whichever server it is.
package justchat.textlog;
