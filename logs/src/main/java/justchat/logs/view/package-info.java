// SPDX-License-Identifier: Apache-2.0
/// The space-time diagram of a run as one page that needs nothing else: no
/// server, no network, no build. [justchat.logs.view.SpaceTime] numbers and
/// layers the events and finds the messages between them,
/// [justchat.logs.view.RunData] writes that compactly,
/// [justchat.logs.view.Page] puts it together with the page's own style and
/// script, which lie beside this package as resources.
package justchat.logs.view;
