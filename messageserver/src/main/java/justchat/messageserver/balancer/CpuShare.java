// SPDX-License-Identifier: Apache-2.0
package justchat.messageserver.balancer;

/// How busy a process kept the machine between two looks at its CPU time. Pure;
/// owned by the timer's thread.
final class CpuShare {
    private final int cores;
    private long lastCpuNanos;
    private long lastNanos;

    CpuShare(int cores, long cpuNanos, long nowNanos) {
        this.cores = cores;
        this.lastCpuNanos = cpuNanos;
        this.lastNanos = nowNanos;
    }

    /// @param cpuNanos
    ///            what all threads of the process have used so far; negative where
    ///            the system does not say
    /// @return thousandths of all cores since the last look, 0 to 1,000
    int permille(long cpuNanos, long nowNanos) {
        long possible = Math.max(1, (nowNanos - lastNanos) * cores);
        long used = Math.max(0, cpuNanos - lastCpuNanos);
        lastCpuNanos = cpuNanos;
        lastNanos = nowNanos;
        return (int) Math.clamp(Math.round(1_000.0 * used / possible), 0L, 1_000L);
    }
}
