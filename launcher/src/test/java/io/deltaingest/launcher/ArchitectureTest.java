package io.deltaingest.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The dependency rule of docs/architecture.md, held by a test that first makes sure it sees the
 * code.
 */
class ArchitectureTest {

  private static final String ROOT = "io.deltaingest.";
  private static final List<String> ADAPTERS =
      List.of("kafka", "formats", "delta", "http", "metrics", "registry");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.deltaingest");

  @TestFactory
  Stream<DynamicTest> shouldSeeTheClassesOfEveryModule() {
    return Stream.concat(Stream.of("domain", "launcher"), ADAPTERS.stream())
        .map(
            module ->
                DynamicTest.dynamicTest(
                    module,
                    () ->
                        assertThat(
                                CLASSES.stream()
                                    .filter(type -> type.getName().startsWith(ROOT + module + "."))
                                    .filter(type -> !type.getSimpleName().equals("package-info")))
                            .as("classes of %s", module)
                            .hasSizeGreaterThan(5)));
  }

  @Test
  void shouldKeepTheDomainPlainJava() {
    classes()
        .that()
        .resideInAPackage(ROOT + "domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "domain..", "java..", "org.slf4j..")
        .check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> shouldLetAnAdapterKnowNoOtherModuleButTheDomain() {
    return ADAPTERS.stream()
        .map(
            adapter -> {
              String[] others =
                  Stream.concat(ADAPTERS.stream(), Stream.of("launcher", "testkit", "quickstart"))
                      .filter(other -> !other.equals(adapter))
                      .map(other -> ROOT + other + "..")
                      .toArray(String[]::new);
              return DynamicTest.dynamicTest(
                  adapter,
                  () ->
                      noClasses()
                          .that()
                          .resideInAPackage(ROOT + adapter + "..")
                          .should()
                          .dependOnClassesThat()
                          .resideInAnyPackage(others)
                          .check(CLASSES));
            });
  }

  @Test
  void shouldNameAdapterClassesInTheWiringOnly() {
    String[] adapters =
        ADAPTERS.stream().map(adapter -> ROOT + adapter + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "launcher..")
        .and()
        .resideOutsideOfPackage(ROOT + "launcher.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(adapters)
        .check(CLASSES);
  }

  @Test
  void shouldNameDeltaStandaloneAndScalaInOnePackageOnly() {
    String[] foreign = {"io.delta.standalone..", "shadedelta..", "scala..", "io.delta.storage.."};
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "delta.standalone..")
        .and()
        .resideOutsideOfPackages(ROOT + "testkit..", ROOT + "quickstart..", ROOT + "benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(foreign)
        .check(CLASSES);
    assertThat(
            CLASSES.stream()
                .filter(type -> type.getPackageName().equals(ROOT + "delta.standalone"))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName()))
        .as("what that package depends on")
        .contains("io.delta.standalone.internal", "io.delta.storage");
  }

  @Test
  void shouldKeepThreadsAndClocksOutOfTheLoopAndTheProtocol() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "domain.ingest..", ROOT + "domain.commit..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "domain.ingest.Clock$1")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "start")
        .check(CLASSES);
  }

  @Test
  void shouldKeepInboundAndOutboundPortsInterfaces() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .haveNameMatching("io\\.deltaingest\\.domain\\.port\\.(MessageSource|TableSink|TableLog)")
        .should()
        .bePublic()
        .check(CLASSES);
    assertThat(CLASSES.get(ROOT + "domain.port.MessageSource").isInterface()).isTrue();
    assertThat(CLASSES.get(ROOT + "domain.port.TableSink").isInterface()).isTrue();
  }

  @Test
  void shouldHaveNoCyclesBetweenThePackagesOfAnAdapter() {
    for (String adapter : ADAPTERS) {
      slices()
          .matching(ROOT + adapter + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }
}
