// SPDX-License-Identifier: Apache-2.0
/// The rooms of this server: which there are, as the balancers' book has them and
/// as a small file remembers them; opened when they become known, found by name,
/// told of views, given the beat.
package justchat.messageserver.directory;
