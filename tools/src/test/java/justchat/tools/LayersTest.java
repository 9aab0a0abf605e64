// SPDX-License-Identifier: Apache-2.0
package justchat.tools;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Who may know whom: `layers.txt` (our packages), `doors.txt` (third parties) and `pure.txt`, held over the classes of
/// all modules but the generated ones.
class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/justchat/wire/")).importPackages("justchat");
    private static final String EVERYTHING = "justchat.*";
    private static final Pattern VAGUE_NAME = Pattern.compile(".*(Util|Utils|Manager|Impl|Helper)");
    /// Types that a pure package may not know, and calls that it may not make.
    private static final Pattern WORLD = Pattern.compile("java\\.lang\\.(Thread|ThreadLocal|Process.*)|java\\.net\\..*"
            + "|java\\.nio\\.channels\\..*|java\\.nio\\.file\\.(Files|FileChannel)|java\\.io\\.(File.*|RandomAccessFile)"
            + "|java\\.util\\.(Random|SplittableRandom|Timer)|java\\.security\\.SecureRandom"
            + "|java\\.util\\.concurrent\\.(ThreadLocalRandom|.*Executor.*|ForkJoin.*|locks\\..*)"
            + "|java\\.time\\.Clock|org\\.slf4j\\..*");
    private static final Pattern WORLDLY_CALL = Pattern
            .compile("java\\.lang\\.System\\.(nanoTime|currentTimeMillis|getenv|getProperty)|java\\.time\\..*\\.now"
                    + "|java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)|java\\.util\\.UUID\\.randomUUID|java\\.lang\\.Math\\.random"
                    + "|java\\.util\\.concurrent\\.CompletableFuture\\..*Async");

    @Test
    void allModulesAreSeen() {
        assertThat(packages()).contains("justchat.logs.clock", "justchat.rpc",
                "justchat.loadbalancer.account", "justchat.messageserver.room", "justchat.client.core",
                "justchat.tools");
    }

    @Test
    void everyPackageHasALineAndEveryLineAPackage() throws IOException {
        var packages = packages();
        packages.add("justchat.wire");
        assertThat(Rules.read("/layers.txt").keySet()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void aLineNamesOnlyLinesAboveIt() throws IOException {
        var above = new HashSet<>(Set.of(EVERYTHING));
        Rules.read("/layers.txt").forEach((name, allowed) -> {
            assertThat(above).as("above %s", name).containsAll(allowed);
            above.add(name);
        });
    }

    @Test
    void everyPackageUsesOnlyWhatItsLineNames() throws IOException {
        var layers = Rules.read("/layers.txt");
        assertThat(dependencies((from, to) -> {
            var allowed = layers.getOrDefault(from.getPackageName(), List.of());
            return !to.getName().startsWith("justchat.") || from.getPackageName().equals(to.getPackageName())
                    || allowed.contains(EVERYTHING) || allowed.contains(to.getPackageName());
        })).isEmpty();
    }

    @Test
    void thirdPartiesStayAtTheirDoor() throws IOException {
        var doors = Rules.read("/doors.txt");
        assertThat(dependencies((from, to) -> {
            var door = doors.keySet().stream().filter(name -> to.getPackageName().equals(name)
                    || to.getPackageName().startsWith(name + ".")).max((a, b) -> a.length() - b.length());
            return door.isPresent()
                    ? doors.get(door.get()).contains(EVERYTHING)
                            || doors.get(door.get()).contains(from.getPackageName())
                    : to.isPrimitive() || to.getName().startsWith("java.") || to.getName().startsWith("javax.")
                            || to.getName().startsWith("justchat.");
        })).isEmpty();
    }

    @Test
    void doorsAreForPackagesThatExist() throws IOException {
        var named = Rules.read("/doors.txt").values().stream().flatMap(List::stream)
                .filter(name -> !name.equals(EVERYTHING)).collect(Collectors.toSet());
        assertThat(packages()).containsAll(named);
        assertThat(packages()).containsAll(Rules.read("/pure.txt").keySet());
    }

    @Test
    void purePackagesTouchNeitherClocksNorThreadsNorSocketsNorRandomness() throws IOException {
        var pure = Rules.read("/pure.txt");
        BiPredicate<JavaClass, JavaClass> isRight = (from, to) -> !isPure(from, pure.get(from.getPackageName()))
                || !WORLD.matcher(to.getName()).matches();
        assertThat(dependencies(isRight)).isEmpty();
        assertThat(CLASSES.stream().filter(type -> isPure(type, pure.get(type.getPackageName())))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> WORLDLY_CALL.matcher(nameOf(call)).matches()).map(JavaMethodCall::getDescription))
                .isEmpty();
    }

    @Test
    void noNameIsADrawer() {
        assertThat(CLASSES.stream().map(JavaClass::getSimpleName).filter(name -> VAGUE_NAME.matcher(name).matches()))
                .isEmpty();
    }

    private static boolean isPure(JavaClass type, List<String> exceptions) {
        return exceptions != null && !exceptions.contains(outermost(type).getSimpleName());
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LayersTest::outermost).orElse(type);
    }

    private static String nameOf(JavaMethodCall call) {
        return call.getTargetOwner().getName() + "." + call.getTarget().getName();
    }

    private static Set<String> packages() {
        return CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The dependencies that are not right, one for each pair of classes.
    private static Set<String> dependencies(BiPredicate<JavaClass, JavaClass> isRight) {
        return CLASSES.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> !isRight.test(dependency.getOriginClass(),
                        dependency.getTargetClass().getBaseComponentType()))
                .map(LayersTest::inWords).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String inWords(Dependency dependency) {
        return dependency.getOriginClass().getName() + " uses "
                + dependency.getTargetClass().getBaseComponentType().getName();
    }
}
