// SPDX-License-Identifier: Apache-2.0
package justchat.tools.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import justchat.json.Json;
import justchat.wire.ServerStatus;
import justchat.wire.Status;

/// Who runs, who leads, who is where: of one local cluster at one moment, as
/// text and as JSON. Pure.
///
/// @param answers
///            what the balancers said, by their names
/// @param processes
///            what runs, by name
record StatusReport(ClusterDirectory directory, ClusterPlan plan, Map<String, Status> answers,
        Map<String, ProcessInfo> processes) {
    private static final int LATE_MILLIS = 1_000;
    private static final int MOST_SECONDS = 99;
    private static final long UNIT = 1_024;

    /// @param memoryMiB
    ///            resident; -1 if unknown
    record ProcessInfo(long pid, long memoryMiB) {}

    StatusReport {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(plan, "plan");
        answers = Map.copyOf(answers);
        processes = Map.copyOf(processes);
    }

    boolean isReady() {
        return Readiness.of(plan, answers) instanceof Readiness.Ready;
    }

    /// The balancer to believe: the one that leads, if one does.
    private Optional<Status> best() {
        return answers.values().stream().filter(status -> status.getName().equals(status.getRaftLeader())).findFirst()
                .or(() -> answers.values().stream().findFirst());
    }

    private Optional<ServerStatus> server(String name) {
        return best().flatMap(status -> status.getServers().stream()
                .filter(server -> server.getMember().getName().equals(name))
                .max((a, b) -> Integer.compare(a.getMember().getOrigin().getIncarnation(),
                        b.getMember().getOrigin().getIncarnation())));
    }

    /// Names of users, each with the servers that they are at.
    private TreeMap<String, TreeSet<String>> users() {
        var users = new TreeMap<String, TreeSet<String>>();
        for (var node : plan.servers()) {
            server(node.name()).ifPresent(server -> server.getUsers()
                    .forEach(user -> users.computeIfAbsent(user, _ -> new TreeSet<>()).add(node.name())));
        }
        return users;
    }

    /// Fits 80 columns, but for the sentences below the tables.
    String text() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("BALANCER", "ADDRESS", "PID", "MEMORY", "ADMIN", "ROLE", "TERM", "ACCOUNTS"));
        for (var node : plan.balancers()) {
            var status = Optional.ofNullable(answers.get(node.name()));
            rows.add(row(node, role(node.name(), status),
                    status.map(said -> Long.toString(said.getRaftTerm())).orElse("-"),
                    status.map(said -> Long.toString(said.getAccounts())).orElse("-")));
        }
        rows.add(List.of());
        rows.add(List.of("SERVER", "ADDRESS", "PID", "MEMORY", "ADMIN", "STATE", "SESSIONS", "QUEUED"));
        for (var node : plan.servers()) {
            var status = server(node.name());
            rows.add(row(node, state(node.name()), sessions(node.name()),
                    status.map(said -> size(said.getOutboundKiB())).orElse("-")));
        }
        var text = new StringBuilder(Columns.of(rows));
        text.append('\n').append("Users online: ");
        var users = users();
        text.append(users.isEmpty()
                ? "nobody\n"
                : String.join(", ", users.entrySet().stream()
                        .map(entry -> entry.getKey() + " at " + String.join(" and ", entry.getValue())).toList())
                        + "\n");
        text.append("Public files: ").append(best().map(Status::getFiles).orElse(0)).append('\n');
        best().ifPresent(status -> text.append(status.isSetLastChange()
                ? "Last change: " + status.getLastChange()
                : "View: " + status.getView().getNumber()).append('\n'));
        return text.toString();
    }

    private String role(String balancer, Optional<Status> status) {
        return status.map(StatusReport::role).orElse(processes.containsKey(balancer) ? "no answer" : "not running");
    }

    /// As people say it.
    static String role(Status status) {
        return status.getRaftRole().toLowerCase(Locale.ROOT);
    }

    /// Of a server: how many sessions it has.
    String sessions(String server) {
        return server(server).map(said -> Integer.toString(said.getSessions())).orElse("-");
    }

    /// Of a server: what it does for clients.
    String state(String server) {
        return server(server).map(said -> {
            if (said.getMember().isDraining()) {
                return said.getSessions() == 0 ? "drained" : "draining";
            }
            if (said.getSilentMillis() < 0) {
                return "not heard";
            }
            return said.getSilentMillis() > LATE_MILLIS
                    ? "silent " + Math.min(said.getSilentMillis() / LATE_MILLIS, MOST_SECONDS) + " s"
                    : "serves";
        }).orElse(processes.containsKey(server) ? "not in view" : "not running");
    }

    /// In three digits at most, as long as it is less than a terabyte.
    private static String size(long kib) {
        if (kib < 1_000) {
            return kib + " KiB";
        }
        double mib = (double) kib / UNIT;
        return mib < 999.5 ? Math.round(mib) + " MiB" : String.format(Locale.ROOT, "%.1f GiB", mib / UNIT);
    }

    private List<String> row(ClusterPlan.Node node, String... rest) {
        var process = Optional.ofNullable(processes.get(node.name()));
        var row = new ArrayList<>(List.of(node.name(), node.address(),
                process.map(info -> Long.toString(info.pid())).orElse("-"),
                process.filter(info -> info.memoryMiB() >= 0).map(info -> size(info.memoryMiB() * UNIT)).orElse("-"),
                node.admin() == 0 ? "-" : Integer.toString(node.admin())));
        row.addAll(List.of(rest));
        return row;
    }

    String json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("v", 1);
        json.put("directory", directory.root().toString());
        json.put("deployment", plan.deployment());
        json.put("ready", isReady());
        json.put("balancers", plan.balancers().stream().map(this::balancerJson).toList());
        json.put("servers", plan.servers().stream().map(this::serverJson).toList());
        var users = new LinkedHashMap<String, Object>();
        users().forEach((user, servers) -> users.put(user, List.copyOf(servers)));
        json.put("users", users);
        json.put("files", best().map(Status::getFiles).orElse(0));
        return Json.of(json);
    }

    private Map<String, Object> balancerJson(ClusterPlan.Node node) {
        var json = processJson(node);
        var status = answers.get(node.name());
        json.put("answers", status != null);
        if (status != null) {
            json.put("role", status.getRaftRole());
            json.put("leader", status.getRaftLeader());
            json.put("term", status.getRaftTerm());
            json.put("accounts", status.getAccounts());
            json.put("view", status.getView().getNumber());
            if (status.isSetLastChange()) {
                json.put("lastChange", status.getLastChange());
            }
            json.put("counters", status.getCounters());
        }
        return json;
    }

    private Map<String, Object> serverJson(ClusterPlan.Node node) {
        var json = processJson(node);
        json.put("state", state(node.name()));
        server(node.name()).ifPresent(status -> {
            json.put("draining", status.getMember().isDraining());
            json.put("incarnation", status.getMember().getOrigin().getIncarnation());
            json.put("sessions", status.getSessions());
            json.put("users", status.getUsers());
            json.put("silentMillis", status.getSilentMillis());
            json.put("outboundKiB", status.getOutboundKiB());
        });
        return json;
    }

    private LinkedHashMap<String, Object> processJson(ClusterPlan.Node node) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", node.name());
        json.put("address", node.address());
        if (node.admin() != 0) {
            json.put("admin", ClusterPlan.HOST + ":" + node.admin());
        }
        var process = processes.get(node.name());
        json.put("running", process != null);
        if (process != null) {
            json.put("pid", process.pid());
            json.put("memoryMiB", process.memoryMiB());
        }
        return json;
    }
}
