// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What a reader would object to and no compiler does. The idea is TigerBeetle's `src/tidy.zig`.
class TidyTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final int MAX_LINES = 400;
    private static final Set<String> NOT_SOURCE = Set.of(".git", "target", "run", "generated");
    /// In two parts, so that this file is tidy too.
    private static final Pattern MARKER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\.sle" + "ep\\(");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void thisIsTheRoot() {
        assertThat(ROOT.resolve("LICENSE")).exists();
        assertThat(java().filter(file -> file.startsWith("thrift"))).isNotEmpty();
    }

    @Test
    void noFileIsLongerThan400Lines() {
        assertThat(java().filter(file -> lines(file).size() > MAX_LINES)).isEmpty();
    }

    @Test
    void everyJavaFileNamesItsLicence() {
        assertThat(java()).allSatisfy(
                file -> assertThat(lines(file)).as("%s", file).startsWith("// SPDX-License-Identifier: Apache-2.0"));
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(containing(MARKER, ".java", ".md", ".thrift", ".xml", ".txt", ".properties")).isEmpty();
    }

    @Test
    void nothingSleeps() {
        assertThat(containing(SLEEP, ".java")).isEmpty();
    }

    @Test
    void linksInTextsLeadSomewhere() {
        var broken = new ArrayList<String>();
        files(file -> file.toString().endsWith(".md")).forEach(file -> LINK.matcher(String.join("\n", lines(file)))
                .results().map(match -> match.group(1)).filter(link -> !link.contains(":"))
                .filter(link -> !Files.exists(ROOT.resolve(file).resolveSibling(link)))
                .forEach(link -> broken.add(file + " links to " + link)));
        assertThat(broken).isEmpty();
    }

    @Test
    void everyModuleSaysWhatItIs() throws IOException {
        var modules = Pattern.compile("<module>(.*)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(modules.results().map(match -> ROOT.resolve(match.group(1)).resolve("README.md")))
                .isNotEmpty().allSatisfy(readme -> assertThat(readme).isNotEmptyFile());
    }

    private static List<String> containing(Pattern pattern, String... endings) {
        var found = new ArrayList<String>();
        files(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).forEach(file -> {
            var lines = lines(file);
            for (int number = 1; number <= lines.size(); number++) {
                if (pattern.matcher(lines.get(number - 1)).find()) {
                    found.add(file + ":" + number);
                }
            }
        });
        return found;
    }

    private static Stream<Path> java() {
        return files(file -> file.toString().endsWith(".java"));
    }

    /// Relative to the root.
    private static Stream<Path> files(Predicate<Path> which) {
        var found = new ArrayList<Path>();
        collect(ROOT, found);
        return found.stream().map(ROOT::relativize).filter(which);
    }

    private static void collect(Path directory, List<Path> found) {
        try (var children = Files.list(directory)) {
            for (var child : children.toList()) {
                if (!Files.isDirectory(child)) {
                    found.add(child);
                } else if (!NOT_SOURCE.contains(child.getFileName().toString())) {
                    collect(child, found);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(directory.toString(), e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(ROOT.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
