// SPDX-License-Identifier: Apache-2.0
package justchat.logs.view;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Names as a person would sort them: `ms-2` before `ms-10`, and a later life,
/// `ms-2~2`, right behind the first.
final class NaturalOrder implements Comparator<String> {
    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    @Override
    public int compare(String one, String other) {
        var left = parts(one);
        var right = parts(other);
        for (int part = 0; part < Math.min(left.size(), right.size()); part++) {
            int order = comparePart(left.get(part), right.get(part));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.size(), right.size());
        return order != 0 ? order : one.compareTo(other);
    }

    private static List<String> parts(String name) {
        return PART.matcher(name).results().map(MatchResult::group).toList();
    }

    private static int comparePart(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return '0' <= part.charAt(0) && part.charAt(0) <= '9';
    }
}
