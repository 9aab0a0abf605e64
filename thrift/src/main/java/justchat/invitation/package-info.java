// SPDX-License-Identifier: Apache-2.0
/// The string with which somebody comes to a deployment: where it is, how it is
/// known, and what a sign-up takes. Pure.
package justchat.invitation;
