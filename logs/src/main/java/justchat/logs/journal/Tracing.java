// SPDX-License-Identifier: Apache-2.0
package justchat.logs.journal;

/// How much of what happens is written down: nothing, everything, or, of messages in rooms, a sample of one in so
/// many, beside all that is rare.
///
/// The sample is drawn by the message's id, so that all processes draw the same messages; what came with a clock was
/// drawn by its sender, and is written in any case. What is not written has no clock, neither here nor on the wire, so
/// clocks say less than what happened but nothing that is false.
///
/// @param oneIn
///            0: off; 1: full
public record Tracing(int oneIn) {
    public static final Tracing OFF = new Tracing(0);
    public static final Tracing FULL = new Tracing(1);
    /// Of a larger sample there would be nothing to see.
    private static final int MAX_ONE_IN = 1_000_000;

    /// @throws IllegalArgumentException
    ///             if it is negative or above a million
    public Tracing {
        if (oneIn < 0 || oneIn > MAX_ONE_IN) {
            throw new IllegalArgumentException("tracing one in " + oneIn);
        }
    }

    /// Reads `off`, `full`, or `1/16`.
    ///
    /// @throws IllegalArgumentException
    ///             if it is none of them
    public static Tracing parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        if (text.equals("full")) {
            return FULL;
        }
        if (!text.matches("1/[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException("\"" + text + "\" is none of off, full, 1/16 and the like");
        }
        return new Tracing(Integer.parseInt(text.substring(2)));
    }

    /// Whether this message is in the sample. Of every `oneIn` keys in a row about one is.
    boolean draws(long key) {
        return oneIn == 1 || oneIn > 1 && Long.remainderUnsigned(mixed(key), oneIn) == 0;
    }

    /// Spreads what differs in a few bits (splitmix64, Steele et al. 2014).
    private static long mixed(long key) {
        long bits = (key ^ key >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }

    @Override
    public String toString() {
        return switch (oneIn) {
            case 0 -> "off";
            case 1 -> "full";
            default -> "1/" + oneIn;
        };
    }
}
