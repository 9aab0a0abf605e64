// SPDX-License-Identifier: Apache-2.0
package justchat.client.terminal;

import org.jline.utils.AttributedStyle;

import justchat.client.model.Line;

/// Colours. Nicks have one of twelve that can be read on dark and on light;
/// without colour there is nothing but text.
record Look(boolean colour) {
    /// Of the 256 colours, twelve of middle brightness.
    private static final int[] NICKS = {31, 35, 37, 62, 64, 97, 130, 132, 136, 161, 166, 172};

    AttributedStyle time() {
        return colour ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
    }

    AttributedStyle label(Line line) {
        if (!colour) {
            return AttributedStyle.DEFAULT;
        }
        return switch (line.kind()) {
            case PUBLIC -> nick(line.nick());
            case PRIVATE -> nick(line.nick()).bold();
            case OFFER -> AttributedStyle.DEFAULT.bold();
            case PROBLEM -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
            case NOTICE, FAINT, SEPARATOR -> AttributedStyle.DEFAULT.faint();
        };
    }

    AttributedStyle body(Line line) {
        if (!colour) {
            return AttributedStyle.DEFAULT;
        }
        return switch (line.kind()) {
            case PUBLIC, PRIVATE, NOTICE -> AttributedStyle.DEFAULT;
            case OFFER -> AttributedStyle.DEFAULT.bold();
            case PROBLEM -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
            case FAINT, SEPARATOR -> AttributedStyle.DEFAULT.faint();
        };
    }

    private static AttributedStyle nick(String nick) {
        return AttributedStyle.DEFAULT.foreground(NICKS[Math.floorMod(nick.hashCode() * 31, NICKS.length)]);
    }
}
