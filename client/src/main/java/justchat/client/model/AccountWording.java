// SPDX-License-Identifier: Apache-2.0
package justchat.client.model;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Notices about accounts in words. Pure.
///
/// @param zone
///            of the times shown
record AccountWording(ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    List<String> accounts(Notice.AccountList list) {
        var of = list.pattern().isEmpty() ? "" : " like " + Display.safe(list.pattern());
        if (list.accounts().isEmpty()) {
            return List.of("no account" + of);
        }
        var lines = new ArrayList<String>();
        lines.add(Figures.count(list.accounts().size(), "account") + of);
        for (var account : list.accounts()) {
            lines.add("  " + Display.safe(account.name()) + (account.online() ? ", online" : "") + ", since " + format(
                    DAY, account.createdAtMillis()));
        }
        if (list.more()) {
            lines.add("#accounts shows more");
        }
        return lines;
    }

    List<String> sessions(Notice.SessionList list) {
        var lines = new ArrayList<String>();
        lines.add(Figures.count(list.sessions().size(), "session") + "; #end n logs out there");
        for (int i = 0; i < list.sessions().size(); i++) {
            var session = list.sessions().get(i);
            lines.add("  " + (i + 1) + "  " + Display.safe(session.device()) + " (" + Display.safe(session.host())
                    + ") at " + Display.safe(session.server()) + " since " + since(session.sinceMillis(), list
                            .atMillis())
                    + (session.instance().equals(list.own()) ? "  <- this one" : ""));
        }
        return lines;
    }

    String since(long millis, long nowMillis) {
        var day = format(DAY, millis);
        return (day.equals(format(DAY, nowMillis)) ? "" : day + " ") + format(TIME, millis);
    }

    private String format(DateTimeFormatter formatter, long millis) {
        return formatter.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
