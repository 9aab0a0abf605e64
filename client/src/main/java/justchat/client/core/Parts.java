// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import justchat.client.model.Limits;
import justchat.client.model.Source;

/// What the state of a [ClientCore] consists of, each part made here with those
/// it needs. Owned by [ClientCore].
final class Parts {
    final ClientCore.Settings settings;
    final Connection connection = new Connection();
    final Recall recall = new Recall();
    final Requests requests = new Requests();
    final Ending ending;
    final Outbox outbox;
    final Transfers transfers;
    final Choosing choosing;
    final Ignoring ignoring;
    final Mail mail;
    final Rooms rooms;
    final Pages pages;
    final Amendments amendments;
    final AccountDesk accounts;
    final CodeDesk codes;
    final Presence presence;

    Parts(ClientCore.Settings settings) {
        this.settings = settings;
        this.ending = new Ending(settings.patienceMillis());
        this.outbox = new Outbox(settings.instance(), connection);
        this.transfers = new Transfers(settings.downloads());
        this.choosing = new Choosing(outbox, connection, settings.here());
        this.ignoring = new Ignoring(choosing, connection);
        this.mail = new Mail(outbox, connection, choosing, ignoring, settings.attended());
        var listing = new Listing(recall, connection, ignoring);
        this.rooms = new Rooms(settings, outbox, connection, mail, choosing, requests, new Viewing(connection, recall,
                new Telling(settings.instance(), connection, recall,
                        (author, file, now, effects) -> transfers.offered(author, file, new Source.Servers(),
                                Limits.OFFER_MILLIS, now, effects),
                        ignoring, settings.zone())),
                listing);
        this.pages = new Pages(rooms, requests, recall, connection, listing, settings.zone());
        this.amendments = new Amendments(outbox, recall, connection);
        this.accounts = new AccountDesk(settings, requests, connection,
                new Erasing(rooms, requests, outbox, connection),
                ending);
        this.codes = new CodeDesk(settings, accounts.dialogue(), requests, rooms, outbox);
        this.presence = new Presence(settings, connection, outbox, rooms, choosing);
    }
}
