// SPDX-License-Identifier: Apache-2.0
/// What GoVector and JVector send: a message with its clock, in MessagePack. Pure.
package justchat.logs.govector;
