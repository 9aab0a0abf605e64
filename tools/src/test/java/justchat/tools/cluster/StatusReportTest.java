// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusReportTest {
    private StatusReport report;

    @BeforeEach
    void oneBalancerAnswersAndOneServerIsDead() throws IOException {
        var plan = ClusterPlan.create("test", 1, 2, Ports.anywhere());
        var status = ReadinessTest.status("lb-1", "lb-1", List.of("ms-1"), 12);
        report = new StatusReport(new ClusterDirectory(Path.of("run")), plan, Map.of("lb-1", status),
                Map.of("lb-1", new StatusReport.ProcessInfo(11, 200), "ms-1", new StatusReport.ProcessInfo(12, -1)));
    }

    @Test
    void showsRolesSessionsAndSilence() {
        assertThat(report.text()).containsPattern("lb-1 +127.0.0.1:\\d+ +11 +200 MiB +\\d+ +leader +1 +3\n")
                .containsPattern("ms-1 +127.0.0.1:\\d+ +12 +- +\\d+ +serves +1 +0 KiB\n");
    }

    @Test
    void saysWhatDoesNotRun() {
        assertThat(report.text())
                .containsPattern("ms-2 +127.0.0.1:\\d+ +- +- +\\d+ +not running +- +-\n");
        assertThat(report.isReady()).isFalse();
    }

    @Test
    void itsTablesFitATerminalOf80Columns() throws IOException {
        var plan = ClusterPlan.create("test", 5, 12, Ports.anywhere());
        var processes = new TreeMap<String, StatusReport.ProcessInfo>();
        plan.nodes().map(ClusterPlan.Node::name).filter(name -> !name.endsWith("2"))
                .forEach(name -> processes.put(name, new StatusReport.ProcessInfo(4_194_303, 999)));
        var status = ReadinessTest.status("lb-1", "lb-1", List.of("ms-1", "ms-12", "ms-3"), 1_000_000);
        status.getServers().forEach(server -> server.setOutboundKiB(999).setSessions(10_000));
        var text = new StatusReport(new ClusterDirectory(Path.of("run")), plan, Map.of("lb-1", status), processes)
                .text();
        assertThat(text).contains("silent 99 s", "not running", "no answer", "not in view");
        assertThat(text.lines().takeWhile(line -> !line.startsWith("Users online"))).isNotEmpty()
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
    }

    @Test
    void saysWhoIsWhere() {
        assertThat(report.text()).contains("Users online: user-of-ms-1 at ms-1\n");
    }

    @Test
    void saysTheSameInJson() {
        assertThat(report.json()).startsWith("{\"v\":1,").contains("\"users\":{\"user-of-ms-1\":[\"ms-1\"]}")
                .contains("\"ready\":false").contains("\"name\":\"ms-2\",").contains("\"running\":false");
    }
}
