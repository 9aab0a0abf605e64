// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.room;

import java.util.List;

import org.junit.jupiter.api.Test;

import justchat.messageserver.model.Origin;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.Position;
import justchat.messageserver.model.Promise;
import justchat.messageserver.model.VersionVector;

import static org.assertj.core.api.Assertions.assertThat;

class VowTest {
    private static final Origin PEER = new Origin(2, 1);
    private static final Origin OTHER = new Origin(3, 1);
    private static final Position ENTRY = new Position(OTHER, 5);

    private final Vow vow = new Vow();

    @Test
    void aTimeCountsOnceWhatWasStampedBeforeItIsHere() {
        vow.said(new Promise(1, 1, 10, 4, true), has(OTHER, 5));

        assertThat(vow.isPast(1, ENTRY, 10, 3)).isFalse();
        assertThat(vow.isPast(1, ENTRY, 10, 4)).isTrue();
        assertThat(vow.isPast(1, ENTRY, 11, 4)).isFalse();
    }

    @Test
    void anEarlierTimeCountsThoughALaterOneIsStillWaiting() {
        vow.said(new Promise(1, 1, 10, 4, true), has(OTHER, 5));
        vow.said(new Promise(1, 1, 20, 9, true), has(OTHER, 5));

        assertThat(vow.isPast(1, ENTRY, 10, 4)).isTrue();
        assertThat(vow.isPast(1, ENTRY, 20, 4)).isFalse();
        assertThat(vow.isPast(1, ENTRY, 20, 9)).isTrue();
    }

    @Test
    void whatItHasIsNoAcknowledgementOnceItHasLeftTheEpoch() {
        vow.said(new Promise(1, 1, 10, 0, true), has(OTHER, 4));
        vow.said(new Promise(2, 0, 10, 0, true), has(OTHER, 5));

        assertThat(vow.isPast(1, ENTRY, 10, 0)).isFalse();
        assertThat(vow.isPast(1, new Position(OTHER, 4), 10, 0)).isTrue();
    }

    @Test
    void anEarlierWordThatComesLateTakesNothingBack() {
        vow.said(new Promise(2, 2, 30, 0, true), has(OTHER, 7));
        vow.said(new Promise(1, 1, 10, 0, true), has(OTHER, 4));

        assertThat(vow.view()).isEqualTo(2);
        assertThat(vow.isPast(2, ENTRY, 30, 0)).isTrue();
    }

    @Test
    void holdsAnOpeningOnlyAsSaidWhenBoundToJustItsView() {
        var opening = new Flush.Opening(ENTRY, new Payload.Epoch(2, List.of(PEER), 0, VersionVector.empty()));
        vow.said(new Promise(2, 0, 0, 0, true), has(OTHER, 4));
        assertThat(vow.holds(opening)).isFalse();
        vow.said(new Promise(3, 0, 0, 0, true), has(OTHER, 5));
        assertThat(vow.holds(opening)).isFalse();

        var inTime = new Vow();
        inTime.said(new Promise(2, 0, 0, 0, true), has(OTHER, 5));
        assertThat(inTime.holds(opening)).isTrue();
    }

    @Test
    void answersAViewOnceAllThatItStampedIsDurableThere() {
        vow.said(new Promise(2, 0, 0, 3, true), has(PEER, 2));
        assertThat(vow.answer(2, PEER)).isNull();
        assertThat(vow.answer(1, PEER)).isNull();

        vow.said(new Promise(2, 0, 0, 3, true), has(PEER, 3));

        assertThat(vow.answer(2, PEER)).isEqualTo(new Flush.Answer(has(PEER, 3), true));
    }

    @Test
    void keepsTimesThatWaitHoweverManyFollow() {
        for (int i = 1; i <= 1_000; i++) {
            vow.said(new Promise(1, 1, i, i, true), has(OTHER, 5));
        }

        assertThat(vow.isPast(1, ENTRY, 1, 1)).isTrue();
        assertThat(vow.isPast(1, ENTRY, 1_000, 999)).isFalse();
        assertThat(vow.isPast(1, ENTRY, 1_000, 1_000)).isTrue();
    }

    private static VersionVector has(Origin origin, long sequence) {
        return VersionVector.empty().with(new Position(origin, sequence));
    }
}
