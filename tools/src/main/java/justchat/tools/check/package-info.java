// SPDX-License-Identifier: Apache-2.0
/// `justchat check`: what message servers have on disk, looked at while they do
/// not run. Changes nothing.
package justchat.tools.check;
