// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// Tickets that are not good any more, though they have not expired.
public sealed interface Revocation {
    /// Longest sentence, in bytes of UTF-8.
    int MAX_SENTENCE = 64;
    /// Length of a login.
    int LOGIN_BYTES = 16;

    UserName user();

    /// By then all tickets that this ends have expired by themselves; milliseconds since 1970.
    long untilMillis();

    /// For the person whose session it ends.
    String sentence();

    /// Whether a ticket of this user, of this generation and login, is ended by this.
    boolean ends(int generation, Bytes login);

    /// One login of the user is over.
    record OfLogin(UserName user, Bytes login, long untilMillis, String sentence) implements Revocation {
        public OfLogin {
            Objects.requireNonNull(user, "user");
            checkLogin(login);
            checkSentence(sentence);
        }

        @Override
        public boolean ends(int generation, Bytes other) {
            return login.equals(other);
        }
    }

    /// Every login before the account's password was changed, or the account deleted, is over.
    ///
    /// @param generation
    ///            the account's from then on
    /// @param but
    ///            the login that changed the password, and knows the new one
    record OlderThan(UserName user, int generation, Optional<Bytes> but, long untilMillis,
            String sentence) implements Revocation {
        public OlderThan {
            Objects.requireNonNull(user, "user");
            if (generation < 2) {
                throw new IllegalArgumentException("generation: " + generation);
            }
            but.ifPresent(Revocation::checkLogin);
            checkSentence(sentence);
        }

        @Override
        public boolean ends(int older, Bytes login) {
            return older < generation && but.filter(login::equals).isEmpty();
        }
    }

    private static void checkLogin(Bytes login) {
        if (login.length() != LOGIN_BYTES) {
            throw new IllegalArgumentException("login: " + login);
        }
    }

    private static void checkSentence(String sentence) {
        int length = sentence.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_SENTENCE) {
            throw new IllegalArgumentException("sentence: " + length + " bytes");
        }
    }
}
