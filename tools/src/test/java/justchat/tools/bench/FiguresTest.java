// SPDX-License-Identifier: Apache-2.0
package justchat.tools.bench;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The small parts that make figures and show them.
class FiguresTest {
    @Test
    void aPercentileIsAValueThatWasMeasured() {
        var latencies = new Latencies();
        assertThat(latencies.millis(0.5)).isNaN();
        for (int millis = 10_000; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000L);
        }
        assertThat(latencies.millis(0.5)).isEqualTo(5_000);
        assertThat(latencies.millis(0.999)).isEqualTo(9_990);
        assertThat(latencies.millis(1)).isEqualTo(10_000);
        latencies.clear();
        assertThat(latencies.count()).isZero();
    }

    @Test
    void postsAtARateAreDueEvenly() {
        var pace = new Poster.Pace(1, 200);
        assertThat(pace.dueNanos(1)).isZero();
        assertThat(pace.dueNanos(3)).isEqualTo(10_000_000);
        assertThat(new Poster.Pace(1, 0).dueNanos(3)).isZero();
    }

    @Test
    void aReportIsATableForPeopleAndALineForMachines() {
        var report = new Report("fanout", List.of(Report.row("system", "JustChat", "posts/s", 4_321.5, "x", 0.5,
                "lost", 0L), Report.row("system", "bare", "posts/s", 12.34, "x", Double.NaN, "lost", 12_000L)),
                List.of("a note"));
        assertThat(report.text()).contains("system    posts/s  x     lost\n", "JustChat  4,322    0.50  0\n",
                "bare      12.3     -     12,000\n", "\n  a note\n");
        assertThat(report.json()).doesNotContain("\n", "NaN").startsWith("{\"v\":1,\"bench\":\"fanout\"")
                .contains("{\"system\":\"JustChat\",\"posts/s\":4321.5,\"x\":0.5,\"lost\":0}",
                        "{\"system\":\"bare\",\"posts/s\":12.34,\"lost\":12000}");
    }

    @Test
    void theHeapInUseIsThatOfBothGenerations() {
        assertThat(Footprint.used("""
                831:
                DefNew     total 4992K, used 3K [0x00000000f0000000, 0x00000000f0560000, 0x00000000f5550000)
                 eden space 4480K,   0% used [0x00000000f0000000, 0x00000000f0000000, 0x00000000f0460000)
                Tenured    total 10944K, used 6245K [0x00000000f5550000, 0x00000000f6000000)
                 the  space 10944K,  57% used [0x00000000f5550000, 0x00000000f5b696d8, 0x00000000f6000000)
                """)).hasValue(6248 * 1024);
        assertThat(Footprint.used("831:\ncom.sun.tools.attach.AttachNotSupportedException")).isEmpty();
    }
}
