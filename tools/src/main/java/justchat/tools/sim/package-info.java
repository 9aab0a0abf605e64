// SPDX-License-Identifier: Apache-2.0
/// `justchat sim`: whole clusters in one thread, with virtual time and a seed.
/// The rooms' real cores, the real codecs, the balancers' real book and registry
/// on simulated networks, disks and clocks, while everything goes wrong that may;
/// and a judge who knows what must hold.
package justchat.tools.sim;
