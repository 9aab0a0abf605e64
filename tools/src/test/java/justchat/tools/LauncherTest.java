// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The script `justchat`, in directories of its own: with a Java that only says
/// what it was asked to run.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void installABuiltProgram() throws IOException {
        var original = Stream.of(Path.of("justchat"), Path.of("..", "justchat")).filter(Files::isRegularFile)
                .findFirst();
        script = Files.copy(original.orElseThrow(), directory.resolve("justchat"));
        executable(script);
        Files.createDirectories(directory.resolve("tools/target"));
        Files.writeString(directory.resolve("tools/target/justchat.jar"), "");
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path java(String name, String version) throws IOException {
        var home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho " + name + " \"$@\"\n"));
        return home;
    }

    private record Ran(int code, String output) {}

    private Ran run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("JAVA_HOME", "", "JAVA25_HOME", "", "HOME", directory.toString()));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    @Test
    void takesTheFirstJavaThatIsNewEnough() throws IOException, InterruptedException {
        var ran = run(Map.of("JAVA_HOME", java("old", "17.0.2").toString(), "JAVA25_HOME",
                java("new", "25.0.1").toString()), "status");
        assertThat(ran.output()).startsWith("new ").endsWith("justchat.jar status\n");
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws IOException, InterruptedException {
        var ran = run(Map.of("JAVA25_HOME", java("old", "17.0.2").toString(), "JAVA_HOME",
                java("newer", "26").toString()), "status");
        assertThat(ran.output()).startsWith("newer ");
    }

    @Test
    void keepsArgumentsAsTheyAre() throws IOException, InterruptedException {
        var ran = run(Map.of("JAVA25_HOME", java("new", "25").toString()), "chat", "a b", "*", "");
        assertThat(ran.output()).endsWith("justchat.jar chat a b * \n");
    }

    @Test
    void givesEachKindOfProcessItsOwnFlags() throws IOException, InterruptedException {
        var java = Map.of("JAVA25_HOME", java("new", "25").toString());
        assertThat(run(java, "chat").output()).contains("/jvm/client.flags");
        assertThat(run(java, "loadbalancer").output()).contains("/jvm/loadbalancer.flags");
        assertThat(run(java, "messageserver").output()).contains("/jvm/messageserver.flags");
    }

    @Test
    void worksThroughASymbolicLinkAndInADirectoryWithSpaces() throws IOException, InterruptedException {
        var link = Files.createSymbolicLink(Files.createDirectories(directory.resolve("my bin")).resolve("jc"), script);
        script = link;
        assertThat(run(Map.of("JAVA25_HOME", java("new", "25").toString()), "--help").output())
                .contains("-jar " + directory.toRealPath().resolve("tools/target/justchat.jar"));
    }

    /// Wherever that is: Maven looks at fewer places.
    @Test
    void buildsWithTheJavaThatItFound() throws IOException, InterruptedException {
        var maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
        executable(Files.writeString(maven, "#!/bin/sh\necho built with $JAVA25_HOME >&2\n"));
        var java = java("newer", "26");
        var ran = run(Map.of("PATH", maven.getParent() + ":" + System.getenv("PATH"), "JAVA_HOME", java.toString()),
                "test");
        assertThat(ran.output()).isEqualTo("built with " + java + "\n");
    }

    @Test
    void saysWhatToInstallWhenThereIsNoMaven() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("pom.xml"), "<project/>");
        Files.delete(directory.resolve("tools/target/justchat.jar"));
        var tools = Files.createDirectories(directory.resolve("bin"));
        for (var tool : List.of("dirname", "readlink", "find", "head", "mkdir", "rmdir", "sed", "date")) {
            var found = Stream.of("/bin", "/usr/bin").map(place -> Path.of(place, tool)).filter(Files::exists)
                    .findFirst().orElseThrow();
            executable(Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n"));
        }
        var ran = run(Map.of("PATH", tools.toString(), "JAVA25_HOME", java("new", "25").toString()), "status");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.output()).contains("mvn").contains("apt install maven");
    }
}
