// SPDX-License-Identifier: Apache-2.0
/// What events say: fixed words for people, taken apart again by the checker and the pictures. Pure.
package justchat.logs.vocabulary;
