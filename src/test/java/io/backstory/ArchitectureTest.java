package io.backstory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The floors of the house: imports go down only, and a library stays in its room. */
class ArchitectureTest {
    private static final String ROOT = "io.backstory";

    /** What each room may import of the others; the root package wires them and may import all. */
    private static final Map<String, String> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            entry("chat", ""),
            entry("sse", ""),
            entry("config", ""),
            entry("redis", "config"),
            entry("dialect", "chat sse"),
            entry("window", "chat"),
            entry("store", "chat config redis"),
            entry("access", "chat config redis"),
            entry("metrics", "chat config"),
            entry("upstream", "dialect sse chat config metrics"),
            entry("routing", "upstream chat config metrics"),
            entry("turn", "chat window store routing upstream config metrics"),
            entry("http", "turn store access dialect sse chat config metrics"),
            entry("management", "turn store routing config metrics")));

    /** Packages of libraries, and the rooms that may know them. */
    private static final Map<String, String> AT_HOME = new TreeMap<>(Map.ofEntries(
            entry("io.vertx.ext", "http management"),
            entry("io.vertx.redis", "redis"),
            entry("io.micrometer", "metrics"),
            entry("io.prometheus", "metrics"),
            entry("java.sql", "store"),
            entry("javax.sql", "store"),
            entry("org.sqlite", "store"),
            entry("com.github.benmanes.caffeine", "store"),
            entry("com.knuddels.jtokkit", "window"),
            entry("org.snakeyaml", "config"),
            entry("com.fasterxml.jackson", "dialect store management http upstream")));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    private static final JavaClasses ALL = new ClassFileImporter().importPackages(ROOT);

    @Test
    void every_package_is_a_room_of_the_table() {
        Set<String> rooms = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).split("\\.", -1)[0])
                .collect(Collectors.toSet());

        assertThat(MAY_IMPORT.keySet()).containsAll(rooms);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_imports_only_what_the_table_allows(String room) {
        holds(importsOnly(room, requireNonNull(MAY_IMPORT.get(room))));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void a_library_stays_in_its_room(String library) {
        holds(staysIn(library, requireNonNull(AT_HOME.get(library))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "dialect", "window", "sse", "config"})
    void a_pure_room_knows_no_vertx(String room) {
        holds(noClasses()
                .that()
                .resideInAPackage(packages(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty.."));
    }

    @Test
    void no_two_rooms_import_each_other() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void every_package_of_main_has_its_map_and_refuses_nulls() {
        Set<String> marked = MAIN.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());

        assertThat(marked)
                .containsAll(MAIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Util", "Utils", "Helper", "Manager"})
    void no_class_is_named_after_nothing(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(ALL);
    }

    /** What a branch comes from is called its base; that a class is the base of others says nothing. */
    @Test
    void no_class_is_named_the_base_of_others() {
        noClasses().should().haveNameMatching(".*[a-z]Base").check(ALL);
    }

    @Test
    void only_main_writes_to_the_console() {
        holds(noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".Main").should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void an_import_or_a_library_out_of_place_is_found() {
        assertThat(importsOnly("store", "redis").evaluate(MAIN).hasViolation()).isTrue();
        assertThat(staysIn("io.micrometer", "management").evaluate(MAIN).hasViolation())
                .isTrue();
    }

    private static ArchRule importsOnly(String room, String others) {
        String[] allowed = Stream.concat(Stream.of(room), words(others))
                .map(ArchitectureTest::packages)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(packages(room))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(allowed)));
    }

    private static ArchRule staysIn(String library, String rooms) {
        String[] home = words(rooms).map(ArchitectureTest::packages).toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..");
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static Set<String> rooms() {
        return MAY_IMPORT.keySet();
    }

    private static Set<String> libraries() {
        return AT_HOME.keySet();
    }

    private static String packages(String room) {
        return ROOT + "." + room + "..";
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.of() : Arrays.stream(text.split(" ", -1));
    }
}
