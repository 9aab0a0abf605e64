// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

/// What keys do at a terminal, for the manual. Those of the editor itself are as
/// in any other line that GNU Readline reads.
public enum Key {
    ENTER("Enter", "send; on an empty line, after the session was ended, log in again"), //
    NEW_LINE("Alt-Enter, Ctrl-J", "a new line in the same message; a paste of many lines is one message anyway"), //
    TAB("Tab", "complete commands, users, rooms, files and paths; @name completes a user anywhere"), //
    UP_DOWN("Up, Down", "what you said before; what you are typing is kept"), //
    SEARCH("Ctrl-R", "search in what you said before"), //
    ROOM("Alt-1 ... Alt-9", "go to a room, as the bar has them"), //
    UNREAD("Alt-A", "go to the next room with something unread; here, the next unread messages"), //
    YES("Alt-Y", "accept the oldest offer"), //
    NO("Alt-N", "decline it"), //
    HELP("F1", "the list of commands"), //
    EDITOR("Ctrl-X Ctrl-E", "write in the editor that VISUAL or EDITOR names; what you saved comes back into the line"), //
    REDRAW("Ctrl-L", "draw the screen again"), //
    INTERRUPT("Ctrl-C", "clear the line, stop what waits; twice: quit"), //
    END("Ctrl-D", "on an empty line: quit");

    private final String chord;
    private final String effect;

    Key(String chord, String effect) {
        this.chord = chord;
        this.effect = effect;
    }

    /// As it is written on keyboards.
    public String chord() {
        return chord;
    }

    public String effect() {
        return effect;
    }
}
