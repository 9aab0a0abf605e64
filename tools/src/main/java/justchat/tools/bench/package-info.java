// SPDX-License-Identifier: Apache-2.0
/// Benchmarks of real processes on this machine: `justchat bench`. Each figure stands beside a baseline of the same run,
/// and their ratio is what counts: absolute figures are this machine's.
///
/// The load comes from [Link]s: connections that decode next to nothing, on the two event loops of this process. What is
/// measured is the CPU of the process under test, not of this one.
package justchat.tools.bench;
