// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.assignment;

/// What a server has to do, as far as it has said.
///
/// Sessions count first: they are what clients bring. What a server suffers from them, or from anything else on its
/// machine, makes each of them weigh more, up to four times. Within the ordinary it weighs nothing, so that servers that
/// are well are told apart by their sessions alone, and a measurement's noise moves nobody.
///
/// @param latenessMillis
///            how late its own timer was, at worst, in the last second
/// @param cpuPermille
///            how busy it kept its machine, thousandths of all cores
public record Load(int sessions, int outboundKiB, int latenessMillis, int cpuPermille) {
    private static final int CPU_FINE = 600;
    private static final int CPU_WORST = 1_000;
    private static final int LATENESS_FINE = 100;
    private static final int LATENESS_WORST = 600;
    private static final int OUTBOUND_FINE = 4_096;
    private static final int OUTBOUND_WORST = 65_536;

    /// What one more client would meet here.
    ///
    /// @param coming
    ///            clients that were sent here and are not among the sessions yet
    double cost(int coming) {
        return (1.0 + sessions + coming) * strain();
    }

    /// From 1, at ease, to 4.
    double strain() {
        return 1 + excess(cpuPermille, CPU_FINE, CPU_WORST) + excess(latenessMillis, LATENESS_FINE, LATENESS_WORST)
                + excess(outboundKiB, OUTBOUND_FINE, OUTBOUND_WORST);
    }

    private static double excess(int value, int fine, int worst) {
        return Math.clamp((value - fine) / (double) (worst - fine), 0, 1);
    }
}
