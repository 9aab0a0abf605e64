// SPDX-License-Identifier: Apache-2.0
package justchat.client.script;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import justchat.client.core.Bar;
import justchat.client.core.Screen;
import justchat.client.model.AccountSummary;
import justchat.client.model.Display;
import justchat.client.model.Line;
import justchat.client.model.Notice;
import justchat.client.model.Preferences;
import justchat.client.model.Wording;

/// What an errand was for goes to `out`, one message, room or account a line;
/// how it went goes to `err`.
public final class ErrandScreen implements Screen {
    private final Printer out;
    private final Printer err;
    private final Wording wording;
    private final boolean quiet;

    /// @param quiet
    ///            only trouble goes to `err`
    public ErrandScreen(Printer out, Printer err, Wording wording, boolean quiet) {
        this.out = Objects.requireNonNull(out, "out");
        this.err = Objects.requireNonNull(err, "err");
        this.wording = Objects.requireNonNull(wording, "wording");
        this.quiet = quiet;
    }

    @Override
    public void show(Notice notice) {
        switch (notice) {
            case Notice.AccountList list -> out.print(list.accounts().stream().map(ErrandScreen::account).toList());
            case Notice.RoomList list -> out.print(list.rooms().stream().map(ErrandScreen::room).toList());
            case Notice.Whispered whispered when !whispered.mine() -> out.print(lines(notice));
            case Notice.Problem _,Notice.Refused _,Notice.Failed _ -> err.print(lines(notice));
            default -> {
                if (!quiet) {
                    err.print(lines(notice));
                }
            }
        }
    }

    /// Of a list, the messages alone.
    @Override
    public void retell(Notice notice) {
        out.print(notice instanceof Notice.Listed
                ? wording.of(notice).stream().filter(line -> line.kind() == Line.Kind.PUBLIC).map(Line::plain).toList()
                : lines(notice));
    }

    /// Neither looks nor rings.
    @Override
    public void preferences(Preferences chosen) {
        // there is nothing to carry out
    }

    @Override
    public void bar(Bar bar) {
        // see Meter
    }

    private List<String> lines(Notice notice) {
        return wording.of(notice).stream().filter(line -> line.kind() != Line.Kind.SEPARATOR).map(Line::plain).toList();
    }

    private static String account(AccountSummary account) {
        return String.join("\t", Display.safe(account.name()), account.online() ? "online" : "offline", Instant
                .ofEpochMilli(account.createdAtMillis()).toString());
    }

    private static String room(Notice.KnownRoom known) {
        var room = known.room();
        return String.join("\t", Display.safe(room.name()), room.info().order().word(), Integer.toString(room
                .members()), room.joined() ? "joined" : "-", Long.toString(known.unread()), Display.safe(room.topic()));
    }
}
