// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Second half of `mvn -Pregen`: takes what the Thrift generator wrote, brings it to libthrift 0.25 (the generator
/// writes services for 0.20 and older, THRIFT-5762), puts it into `src/generated/java`, and records the hash of the IDL
/// that it came from, which a test compares with the IDL as it stands.
///
/// `java Regenerate.java GENERATED_DIR MODULE_DIR`
public final class Regenerate {
    private static final Pattern PROCESS_FUNCTION = Pattern.compile("ProcessFunction<I, (\\w+)_args>");
    private static final Pattern PROCESS_MAP = Pattern.compile(
            "ProcessFunction<I, \\? extends\\s+org\\.apache\\.thrift\\.TBase>");
    private static final Pattern ASYNC_FUNCTION = Pattern.compile(
            "AsyncProcessFunction<I, (\\w+)_args, ([^{]*?)>( \\{|\\(\\)|;)");
    private static final Pattern ASYNC_MAP = Pattern.compile(
            "AsyncProcessFunction<I, \\? extends\\s+org\\.apache\\.thrift\\.TBase, ?\\?>");
    private static final Pattern EMPTY_ARGS = Pattern.compile(
            "(public (\\w+)_args getEmptyArgsInstance\\(\\) \\{\\s*return new \\w+_args\\(\\);\\s*\\})");

    public static void main(String[] arguments) throws IOException {
        var generated = Path.of(arguments[0]);
        var module = Path.of(arguments[1]);
        var target = module.resolve("src/generated/java");
        clear(target);
        for (var file : filesUnder(generated, ".java")) {
            var copy = target.resolve(generated.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, forLibthrift25(Files.readString(file)));
        }
        Files.writeString(module.resolve("src/generated/idl.sha256"), idlHash(module.resolve("src/main/thrift")) + "\n");
    }

    private static String forLibthrift25(String source) {
        var text = PROCESS_FUNCTION.matcher(source).replaceAll(
                match -> "ProcessFunction<I, " + match.group(1) + "_args, " + resultOf(match.group(1), source) + ">");
        text = PROCESS_MAP.matcher(text).replaceAll(
                "ProcessFunction<I, ? extends org.apache.thrift.TBase, ? extends org.apache.thrift.TBase>");
        text = ASYNC_FUNCTION.matcher(text).replaceAll(match -> "AsyncProcessFunction<I, " + match.group(1) + "_args, "
                + match.group(2) + ", " + resultOf(match.group(1), source) + ">" + match.group(3));
        text = ASYNC_MAP.matcher(text).replaceAll("AsyncProcessFunction<I, ? extends org.apache.thrift.TBase, ?,"
                + " ? extends org.apache.thrift.TBase>");
        text = text.replace("protected boolean isOneway()", "public boolean isOneway()");
        return EMPTY_ARGS.matcher(text).replaceAll(match -> {
            var result = resultOf(match.group(2), source);
            var instance = result.startsWith("org.") ? "null" : "new " + result + "()";
            return match.group(1) + "\n\n      @Override\n      public " + result
                    + " getEmptyResultInstance() { return " + instance + "; }";
        });
    }

    /// A oneway method has no result class.
    private static String resultOf(String method, String source) {
        return source.contains("class " + method + "_result ") ? method + "_result" : "org.apache.thrift.TBase";
    }

    private static String idlHash(Path directory) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : filesUnder(directory, ".thrift")) {
                digest.update(file.getFileName().toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void clear(Path directory) throws IOException {
        for (var file : filesUnder(directory, ".java")) {
            Files.delete(file);
        }
    }

    private static List<Path> filesUnder(Path directory, String ending) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
