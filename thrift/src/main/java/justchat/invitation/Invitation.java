// SPDX-License-Identifier: Apache-2.0
package justchat.invitation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One line that somebody is handed to come in:
///
/// ```
/// justchat:HOST:PORT,HOST:PORT/ROOM?pin=PIN&token=TOKEN
/// ```
///
/// `/ROOM` and `&token=TOKEN` may be absent. PIN is the SHA-256 of the authority's
/// certificate (DER), TOKEN what one sign-up uses up; both in base64url without
/// padding. Pure; immutable. The token is a secret: it is in [#text], and in no
/// `toString`.
///
/// @param balancers
///            1 to [#MAX_BALANCERS]
/// @param room
///            where to be at first
/// @param pin
///            [#PIN_BYTES] bytes
/// @param token
///            [#TOKEN_BYTES] bytes
public record Invitation(List<Balancer> balancers, Optional<String> room, byte[] pin, Optional<byte[]> token) {
    public static final String SCHEME = "justchat:";
    public static final int MAX_BALANCERS = 9;
    public static final int MAX_LENGTH = 2_048;
    public static final int PIN_BYTES = 32;
    public static final int TOKEN_BYTES = 16;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern NUMERIC = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern ROOM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    public Invitation {
        balancers = List.copyOf(balancers);
        Objects.requireNonNull(room, "room");
        if (balancers.isEmpty() || balancers.size() > MAX_BALANCERS) {
            throw new IllegalArgumentException("balancers: " + balancers.size());
        }
        room.ifPresent(name -> require(ROOM.matcher(name).matches(), "room: " + name));
        require(pin.length == PIN_BYTES, "pin of " + pin.length + " bytes");
        token.ifPresent(bytes -> require(bytes.length == TOKEN_BYTES, "token of " + bytes.length + " bytes"));
        pin = pin.clone();
        token = token.map(byte[]::clone);
    }

    /// One balancer's address.
    ///
    /// @param host
    ///            a name, an IPv4 address, or an IPv6 address in brackets
    /// @param port
    ///            1 to 65,535
    public record Balancer(String host, int port) {
        public Balancer {
            require(isHost(host), "host: " + host);
            require(port >= 1 && port <= 65_535, "port: " + port);
        }

        /// `HOST:PORT`.
        public String text() {
            return host + ":" + port;
        }
    }

    /// What a string turned out to be.
    public sealed interface Reading {

        record Good(Invitation invitation) implements Reading {}

        /// No invitation, and why, in a sentence for people that does not repeat a
        /// token.
        record Bad(String sentence) implements Reading {}
    }

    /// Reads what somebody pasted: blanks and line breaks do not count, for it may have
    /// been copied from where it was wrapped; all else does.
    public static Reading parse(String typed) {
        try {
            return new Reading.Good(read(BLANKS.matcher(typed).replaceAll("")));
        } catch (IllegalArgumentException e) {
            return new Reading.Bad("this is no invitation to JustChat: " + e.getMessage());
        }
    }

    private static Invitation read(String text) {
        require(text.length() <= MAX_LENGTH, "it is longer than " + MAX_LENGTH + " characters");
        require(text.startsWith(SCHEME), "it does not begin with " + SCHEME);
        int question = text.indexOf('?');
        require(question >= 0, "its end is missing, from ?pin= on");
        var place = text.substring(SCHEME.length(), question);
        int slash = place.indexOf('/');
        var balancers = slash < 0 ? place : place.substring(0, slash);
        Optional<byte[]> pin = Optional.empty();
        Optional<byte[]> token = Optional.empty();
        for (var part : text.substring(question + 1).split("&", -1)) {
            if (part.startsWith("pin=") && pin.isEmpty()) {
                pin = Optional.of(bytes("pin", part.substring(4), PIN_BYTES));
            } else if (part.startsWith("token=") && token.isEmpty()) {
                token = Optional.of(bytes("token", part.substring(6), TOKEN_BYTES));
            } else {
                throw new IllegalArgumentException("after the ? it holds something else than one pin= and one token=");
            }
        }
        return new Invitation(balancers(balancers), slash < 0
                ? Optional.empty()
                : Optional.of(room(place.substring(slash + 1))),
                pin.orElseThrow(() -> new IllegalArgumentException("its pin= is missing")), token);
    }

    private static List<Balancer> balancers(String text) {
        var parts = text.split(",", -1);
        require(parts.length <= MAX_BALANCERS, "it names more than " + MAX_BALANCERS + " balancers");
        return Arrays.stream(parts).map(Invitation::balancer).toList();
    }

    private static Balancer balancer(String text) {
        int colon = text.lastIndexOf(':');
        require(colon > 0 && isHost(text.substring(0, colon)) && PORT.matcher(text.substring(colon + 1)).matches(),
                "\"" + printable(text) + "\" in it is no HOST:PORT");
        return new Balancer(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static boolean isHost(String text) {
        return HOST.matcher(text).matches() || NUMERIC.matcher(text).matches();
    }

    private static String room(String text) {
        require(ROOM.matcher(text).matches(), "\"" + printable(text) + "\" in it is no name of a room");
        return text;
    }

    /// There is one way only to write these bytes.
    private static byte[] bytes(String what, String text, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            bytes = new byte[0];
        }
        require(bytes.length == length && BASE64.encodeToString(bytes).equals(text), "its " + what
                + " is damaged, perhaps it was not copied to the end");
        return bytes;
    }

    private static String printable(String text) {
        var some = text.length() > 64 ? text.substring(0, 64) + "..." : text;
        return some.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /// As it is handed on.
    public String text() {
        return SCHEME + balancers.stream().map(Balancer::text).collect(Collectors.joining(","))
                + room.map(name -> "/" + name).orElse("") + "?pin=" + BASE64.encodeToString(pin)
                + token.map(bytes -> "&token=" + BASE64.encodeToString(bytes)).orElse("");
    }

    @Override
    public byte[] pin() {
        return pin.clone();
    }

    @Override
    public Optional<byte[]> token() {
        return token.map(byte[]::clone);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Invitation that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return "Invitation[" + balancers + ", " + room.orElse("") + ", " + (token.isPresent() ? "with" : "without")
                + " a token]";
    }
}
