// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The figures of a process: where each is kept, asked only when somebody looks, so that nothing is counted twice. Written
/// in the text format of Prometheus, version 0.0.4. Filled by one thread, read by any.
///
/// The format is a dozen lines, and Micrometer with its registry would be 9 MiB of each process's resident memory.
public final class Metrics {
    private static final String PREFIX = "justchat_";

    private enum Kind {
        COUNTER, GAUGE
    }

    /// One family: all samples of a name.
    ///
    /// @param label
    ///            what tells the samples apart; empty: there is one, without a label
    private record Family(String name, String help, Kind kind, String label,
            Supplier<? extends Map<String, ? extends Number>> samples) {
        private Family {
            if (!name.matches("[a-z][a-z0-9_]*")) {
                throw new IllegalArgumentException("name of a metric: " + name);
            }
            Objects.requireNonNull(help, "help");
            Objects.requireNonNull(samples, "samples");
        }
    }

    private final List<Supplier<List<Family>>> sources = new ArrayList<>();

    /// A number that goes up and down.
    ///
    /// @param name
    ///            without `justchat_`, with its base unit at the end: `queue_bytes`
    public Metrics gauge(String name, String help, DoubleSupplier value) {
        return gauges(name, help, "", () -> Map.of("", value.getAsDouble()));
    }

    /// The same of each of several things, by what each is called.
    public Metrics gauges(String name, String help, String label, Supplier<Map<String, Double>> values) {
        return family(new Family(name, help, Kind.GAUGE, label, values));
    }

    /// A number that grows.
    public Metrics counter(String name, String help, DoubleSupplier value) {
        return family(new Family(name + "_total", help, Kind.COUNTER, "", () -> Map.of("", value.getAsDouble())));
    }

    /// Counters that are kept by name, like `logins-failed`: `justchat_PART_logins_failed_total`.
    public Metrics counters(String part, Supplier<? extends Map<String, Long>> byName) {
        sources.add(() -> new TreeMap<>(byName.get()).entrySet().stream().map(
                counter -> new Family(part + "_" + plain(counter.getKey()) + "_total", words(counter.getKey()),
                        Kind.COUNTER, "", () -> Map.of("", counter.getValue())))
                .toList());
        return this;
    }

    /// Counters that are kept by their enum constant.
    public <E extends Enum<E>> Metrics counted(String part, Supplier<? extends Map<E, Long>> byConstant) {
        return counters(part, () -> {
            var byName = new TreeMap<String, Long>();
            byConstant.get().forEach((counter, value) -> byName.put(counter.name(), value));
            return byName;
        });
    }

    private Metrics family(Family family) {
        sources.add(() -> List.of(family));
        return this;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static String words(String name) {
        return plain(name).replace('_', ' ') + ", since the start";
    }

    /// All of them, now.
    String text() {
        var text = new StringBuilder();
        sources.forEach(source -> source.get().forEach(family -> append(text, family)));
        return text.toString();
    }

    private static void append(StringBuilder text, Family family) {
        var name = PREFIX + family.name();
        text.append("# HELP ").append(name).append(' ').append(family.help().replace("\\", "\\\\").replace("\n", "\\n"))
                .append("\n# TYPE ").append(name).append(' ').append(family.kind().name().toLowerCase(Locale.ROOT))
                .append('\n');
        family.samples().get().forEach((of, value) -> {
            text.append(name);
            if (!family.label().isEmpty()) {
                text.append('{').append(family.label()).append("=\"").append(of.replace("\\", "\\\\")
                        .replace("\"", "\\\"").replace("\n", "\\n")).append("\"}");
            }
            text.append(' ').append(number(value)).append('\n');
        });
    }

    /// Whole numbers without a fraction: a counter of more than a million is read by people too.
    private static String number(Number value) {
        double exact = value.doubleValue();
        return exact == Math.rint(exact) && Math.abs(exact) < 1e15
                ? Long.toString((long) exact)
                : Double.toString(exact);
    }
}
