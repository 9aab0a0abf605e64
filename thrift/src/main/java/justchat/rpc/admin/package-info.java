// SPDX-License-Identifier: Apache-2.0
/// How a process says how it is: a small port for HTTP, meant for this machine only, that answers `/livez`, `/readyz` and
/// `/metrics`. Nothing can be changed by it, and it names no user and no room.
package justchat.rpc.admin;
