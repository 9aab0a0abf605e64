// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.model;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// Tickets of a user that are not good any more, though they have not expired: of one
/// login; or, if a generation is given, all of an older generation of the account but
/// the login's, which is the one that changed the password.
///
/// @param untilMillis
///            by then all such tickets have expired; since 1970
/// @param sentence
///            for the person whose session it ends
public record Revocation(String user, Optional<Login> login, OptionalInt generation, long untilMillis,
        String sentence) {
    /// Longest sentence, in characters.
    public static final int MAX_SENTENCE = 1_024;

    /// @throws IllegalArgumentException
    ///             if it names neither a login nor a generation, or says too much
    public Revocation {
        Entry.requireAuthor(user);
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(generation, "generation");
        if (login.isEmpty() && generation.isEmpty() || sentence.length() > MAX_SENTENCE) {
            throw new IllegalArgumentException("revocation of " + login + ", generation " + generation + ", "
                    + sentence.length() + " characters");
        }
    }

    boolean covers(Login ofTicket, int generationOfTicket) {
        boolean sameLogin = login.filter(ofTicket::equals).isPresent();
        return generation.isEmpty() ? sameLogin : generationOfTicket < generation.getAsInt() && !sameLogin;
    }

    /// Whether it is about the same tickets, whenever it was said.
    boolean isAsFor(Revocation other) {
        return login.equals(other.login) && generation.equals(other.generation);
    }
}
