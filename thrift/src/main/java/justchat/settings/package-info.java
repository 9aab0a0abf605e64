// SPDX-License-Identifier: Apache-2.0
/// Options of commands from three places: the command line, the environment, a file. There is one list of names, the
/// options that the commands declare.
package justchat.settings;
