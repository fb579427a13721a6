package dev.repfuse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the arrows between the modules, and the naming, as ARCHITECTURE.md draws them. */
class ArchitectureTest {

  private static final String IR = "dev.repfuse.ir..";
  private static final String FILES = "dev.repfuse.ir.io..";
  private static final String PASSES = "dev.repfuse.pass..";
  private static final String PROVE = "dev.repfuse.prove..";
  private static final String RUNTIME = "dev.repfuse.runtime..";
  private static final String REMOTE = "dev.repfuse.remote..";
  private static final String SEARCH = "dev.repfuse.search..";
  private static final String FACADE = "dev.repfuse";
  private static final String CLI = "dev.repfuse.cli..";
  private static final String REPORT = "dev.repfuse.report..";
  private static final String TEST_KIT = "dev.repfuse.testkit..";
  private static final String ONNX_RUNTIME = "ai.onnxruntime..";
  private static final String PICOCLI = "picocli..";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.repfuse");

  @ParameterizedTest
  @ValueSource(
      strings = {"ir", "pass", "prove", "runtime", "remote", "search", "cli", "report", "testkit"})
  void seesEveryModule(String part) {
    assertTrue(PRODUCT.stream().anyMatch(c -> c.getPackageName().equals("dev.repfuse." + part)));
  }

  @Test
  void irKnowsNobody() {
    keepsAwayFrom(IR, PASSES, PROVE, RUNTIME, FACADE, CLI, REPORT, TEST_KIT, ONNX_RUNTIME, PICOCLI);
  }

  @Test
  void passesKnowNeitherOnnxRuntimeNorFilesNorCommandLine() {
    keepsAwayFrom(
        PASSES, FILES, PROVE, RUNTIME, FACADE, CLI, REPORT, TEST_KIT, ONNX_RUNTIME, PICOCLI);
  }

  /** What checks the engine must not share its code, nor ask ONNX Runtime. */
  @Test
  void theProverStandsOnTheIrAlone() {
    keepsAwayFrom(
        PROVE, FILES, PASSES, RUNTIME, FACADE, CLI, REPORT, TEST_KIT, ONNX_RUNTIME, PICOCLI);
  }

  @Test
  void runtimeKnowsNeitherPassesNorCommandLine() {
    keepsAwayFrom(RUNTIME, PASSES, PROVE, REMOTE, FACADE, CLI, REPORT, TEST_KIT, PICOCLI);
  }

  @Test
  void remoteStandsOnTheRuntime() {
    keepsAwayFrom(REMOTE, PASSES, PROVE, FACADE, CLI, REPORT, TEST_KIT, PICOCLI);
  }

  /** It is told what a candidate is worth, and does not ask the runtime itself. */
  @Test
  void searchStandsOnThePassesAlone() {
    keepsAwayFrom(
        SEARCH, PROVE, RUNTIME, REMOTE, FACADE, CLI, REPORT, TEST_KIT, ONNX_RUNTIME, PICOCLI);
  }

  @Test
  void testKitStandsOnTheIrAlone() {
    keepsAwayFrom(TEST_KIT, PASSES, PROVE, RUNTIME, FACADE, CLI, REPORT, PICOCLI);
  }

  @Test
  void toolsDoNotKnowTheTestKit() {
    keepsAwayFrom(FACADE, TEST_KIT);
    keepsAwayFrom(CLI, TEST_KIT);
    keepsAwayFrom(REPORT, TEST_KIT);
  }

  @Test
  void modulesHaveNoCycles() {
    slices()
        .matching("dev.repfuse.(ir|pass|prove|runtime|remote|search|cli|report)..")
        .should()
        .beFreeOfCycles()
        .check(PRODUCT);
  }

  @Test
  void onlyEditIoAndTextChangeGraphs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.repfuse.ir",
            "dev.repfuse.ir.edit..",
            "dev.repfuse.ir.io..",
            "dev.repfuse.ir.text..")
        .and()
        .doNotHaveFullyQualifiedName("dev.repfuse.prove.Expansion") // makes graphs of its own
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.repfuse.ir.GraphMutator")
        .check(PRODUCT);
  }

  @Test
  void namesSayWhatIsInside() {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Helpers?|Manager|Impl|Misc|Common)")
        .check(PRODUCT);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes().should(liveInANullMarkedPackage()).check(PRODUCT);
  }

  private static void keepsAwayFrom(String room, String... strangers) {
    noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(strangers)
        .check(PRODUCT);
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        String message = type.getPackageName() + ", where " + type.getName() + " lives";
        events.add(new SimpleConditionEvent(type, marked, message));
      }
    };
  }
}
