// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.math.BigInteger;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The conference code of a closed room, as people pass it on. Pure.
///
/// A generated one has 130 random bits: 26 characters of Crockford's base32 in
/// groups of four, and two check characters, the number modulo 1021, which
/// tells every wrong character and every two that were swapped. Case, blanks and
/// dashes do not matter; O is 0, I and L are 1. A code of one's own is taken as
/// it is, in the normal form NFKC and without blanks around it.
public final class RoomCode {
    /// Random bytes that a code is made of.
    public static final int RANDOM_BYTES = 17;
    /// A weaker code is refused: who steals a server's disk can try codes there.
    public static final int MIN_BITS = 70;
    /// Longest, in characters.
    public static final int MAX_CHARACTERS = 128;

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS = 130;
    private static final int LETTERS = 26;
    private static final int CHECKS = 2;
    private static final int GROUP = 4;
    private static final Pattern GROUPS = Pattern.compile("\\w{4}(?:[\\s-]+\\w{4}){6}");
    private static final BigInteger MODULUS = BigInteger.valueOf(1021);
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private RoomCode() {}

    /// @param random
    ///            [#RANDOM_BYTES] random bytes, of which 130 bits are used
    public static String of(byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException(random.length + " random bytes");
        }
        var number = new BigInteger(1, random).mod(BigInteger.ONE.shiftLeft(BITS));
        return grouped(digits(number, LETTERS) + digits(number.mod(MODULUS), CHECKS));
    }

    private static String digits(BigInteger number, int count) {
        var digits = new StringBuilder();
        for (var rest = number; digits.length() < count; rest = rest.divide(BASE)) {
            digits.append(DIGITS.charAt(rest.mod(BASE).intValue()));
        }
        return digits.reverse().toString();
    }

    private static String grouped(String digits) {
        return digits.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    /// What keys are made of: the same whatever way the code was typed.
    public static String canonical(String typed) {
        var plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        return compact(plain).filter(RoomCode::checks).map(RoomCode::grouped).orElse(plain);
    }

    /// Whether this was meant to be a generated code, written in its groups, and has a mistake.
    public static boolean isMistyped(String typed) {
        var plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        return GROUPS.matcher(plain).matches() && compact(plain).filter(digits -> !checks(digits)).isPresent();
    }

    /// The characters of what may be a generated code.
    private static Optional<String> compact(String typed) {
        var digits = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT).replace('O', '0').replace('I', '1')
                .replace('L', '1');
        boolean whole = digits.length() == LETTERS + CHECKS && digits.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
        return whole ? Optional.of(digits) : Optional.empty();
    }

    private static boolean checks(String digits) {
        return digits(number(digits.substring(0, LETTERS)).mod(MODULUS), CHECKS).equals(digits.substring(LETTERS));
    }

    private static BigInteger number(String digits) {
        return digits.chars().mapToObj(c -> BigInteger.valueOf(DIGITS.indexOf(c))).reduce(BigInteger.ZERO,
                (number, digit) -> number.multiply(BASE).add(digit));
    }

    /// Why this is no code for a new lock; empty: it is good enough.
    public static Optional<String> weakness(String typed) {
        var code = canonical(typed);
        if (isMistyped(typed)) {
            return Optional.of("that looks like a generated code with a mistake in it");
        }
        if (code.length() > MAX_CHARACTERS) {
            return Optional.of("that is too long: a code has " + MAX_CHARACTERS + " characters at most");
        }
        int bits = CodeStrength.bits(code);
        return bits >= MIN_BITS
                ? Optional.empty()
                : Optional.of("that is too weak: it holds about " + bits + " bits of surprise, and " + MIN_BITS
                        + " are needed, for who steals a server's disk can try codes as fast as machines go;"
                        + " make it longer, or let one be made for you");
    }
}
