// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import justchat.client.model.Question;
import justchat.client.model.TransferId;

/// The state of things at one moment, as the bar above the prompt shows it.
///
/// @param closed
///            what is said in the room servers cannot read
/// @param server
///            its name; empty while there is none
/// @param state
///            what is going on while there is no server
/// @param unsent
///            posts without a receipt
/// @param rooms
///            all joined ones, in the order of their keys, then people
/// @param offers
///            waiting for the person's answer, oldest first
/// @param transfers
///            under way, those that move first
/// @param attention
///            what wants the person's
public record Bar(String room, boolean closed, int online, String server, OptionalLong delayMicros, String state,
        int unsent,
        List<Unread> rooms, List<WaitingOffer> offers, List<Running> transfers, Attention attention) {

    public Bar {
        rooms = List.copyOf(rooms);
        offers = List.copyOf(offers);
        transfers = List.copyOf(transfers);
    }

    /// In an open room.
    public Bar(String room, int online, String server, OptionalLong delayMicros, String state, int unsent,
            List<Unread> rooms, List<WaitingOffer> offers, List<Running> transfers, Attention attention) {
        this(room, false, online, server, delayMicros, state, unsent, rooms, offers, transfers, attention);
    }

    /// Before anything is known.
    public static Bar start(String room) {
        return new Bar(room, 0, "", OptionalLong.empty(), "connecting", 0, List.of(), List.of(), List.of(),
                Attention.NONE);
    }

    /// What is not as it should be, and what the person can do about it.
    ///
    /// @param trouble
    ///            in a few words; empty: all is well
    /// @param waits
    ///            something is tried again by itself, and can be stopped
    /// @param ended
    ///            Enter asks for the password
    /// @param question
    ///            stands in place of the prompt
    public record Attention(String trouble, boolean waits, boolean ended, Optional<Question> question) {
        /// Nothing.
        public static final Attention NONE = new Attention("", false, false, Optional.empty());
    }

    /// @param name
    ///            of a joined room; `@bob`: private messages of bob's that came while
    ///            the person did nothing
    /// @param mention
    ///            one of them names the person
    public record Unread(String name, long count, boolean mention) {}

    /// @param from
    ///            who offers
    public record WaitingOffer(TransferId id, String fileName, long bytes, String from) {}

    /// @param bytesPerSecond
    ///            measured over the last seconds; 0 until there is
    ///            a figure
    /// @param state
    ///            why it does not move, in a word; empty: it moves
    public record Running(TransferId id, String fileName, long done, long total, long bytesPerSecond,
            String state) {}
}
