// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.likeness;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;

import justchat.loadbalancer.model.UserName;

/// What names look like, after Unicode's UTS 39: its tables of confusable characters, and its levels of mixing scripts.
/// The tables take memory and time, so they are read at the first sign-up; logging in needs none. Stateless.
public final class Likeness {
    private Likeness() {}

    /// Read when it is first used; thread-safe, as ICU has it.
    private static final class Tables {
        static final SpoofChecker CHECKER = new SpoofChecker.Builder()
                .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.MIXED_NUMBERS | SpoofChecker.INVISIBLE)
                .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE).build();
    }

    /// Why this cannot be the name of a new account, for the person who typed it; empty if it can.
    public static Optional<String> complaintAbout(UserName name) {
        return Tables.CHECKER.failsChecks(name.display())
                ? Optional.of("a name is of one script, with the digits of one, and nothing in it that does not show")
                : Optional.empty();
    }

    /// The skeleton (UTS 39, section 4) of the name as it is looked up, and that of the name as it is written: in one of
    /// them an `I` looks like an `l`, in the other it does not. Names that have one in common can be taken for each other.
    ///
    /// @return one or two, without regard to case
    public static List<String> looksOf(UserName name) {
        Set<String> looks = new LinkedHashSet<>();
        looks.add(look(name.key()));
        looks.add(look(name.display()));
        return List.copyOf(looks);
    }

    private static String look(String text) {
        return Tables.CHECKER.getSkeleton(text).toLowerCase(Locale.ROOT);
    }
}
