// SPDX-License-Identifier: Apache-2.0
package justchat.client.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A number that two users compare, to be sure that nobody is between them: 60
/// digits in 12 groups of 5, out of both names and both identity keys.
///
/// `h0 = SHA-512("jc-safety-v1" | the two users, by name: name and key, each with
/// its length before it)`, and 5,200 times `h = SHA-512(h | the same)`, so that
/// each guess at a key with the same number is dear; group `i` is bytes `5i` to
/// `5i + 4` of the last, modulo 100,000. Stateless.
public final class SafetyNumber {
    private static final int ROUNDS = 5_200;
    private static final int GROUPS = 12;
    private static final int GROUP_BYTES = 5;
    private static final long GROUP = 100_000;

    private SafetyNumber() {}

    /// The same whoever of the two asks.
    public static String of(String user, byte[] key, String other, byte[] otherKey) {
        var both = user.compareTo(other) <= 0
                ? joined(user, key, other, otherKey)
                : joined(other, otherKey, user, key);
        var sha512 = sha512();
        sha512.update("jc-safety-v1".getBytes(StandardCharsets.UTF_8));
        var hash = sha512.digest(both);
        for (var round = 0; round < ROUNDS; round++) {
            sha512.update(hash);
            hash = sha512.digest(both);
        }
        var last = hash;
        return IntStream.range(0, GROUPS).mapToObj(group -> group(last, group)).collect(Collectors.joining(" "));
    }

    private static String group(byte[] hash, int group) {
        long number = 0;
        for (var at = 0; at < GROUP_BYTES; at++) {
            number = number << Byte.SIZE | hash[group * GROUP_BYTES + at] & 0xff;
        }
        return String.format(Locale.ROOT, "%05d", number % GROUP);
    }

    private static byte[] joined(String first, byte[] firstKey, String second, byte[] secondKey) {
        var out = new ByteArrayOutputStream();
        for (var part : new byte[][]{first.getBytes(StandardCharsets.UTF_8), firstKey, second.getBytes(
                StandardCharsets.UTF_8), secondKey}) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
