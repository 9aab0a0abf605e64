// SPDX-License-Identifier: Apache-2.0
/// The client's side of the cluster: logging in at balancers, the one session
/// with a message server and what travels over it, finding another server when
/// that one is gone.
///
/// Threads: what may wait runs on virtual threads; one platform thread, the
/// clock, only starts them. Each class says who owns it.
package justchat.client.session;
