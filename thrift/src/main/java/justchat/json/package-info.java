// SPDX-License-Identifier: Apache-2.0
/// What programs print for programs. Pure.
package justchat.json;
