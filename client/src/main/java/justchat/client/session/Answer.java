// SPDX-License-Identifier: Apache-2.0
package justchat.client.session;

/// A balancer's answer.
///
/// @param balancer
///            its name, like lb-1; its address while the name is not known
record Answer<T>(T value, String balancer) {}
