package dev.holdfast.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the arrows between the modules: jobs meet in tables and nowhere else. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] COMMON = {
    "dev.holdfast.problem..",
    "dev.holdfast.table..",
    "dev.holdfast.job..",
    "dev.holdfast.model..",
    "dev.holdfast.reasons..",
    "dev.holdfast.storage..",
    "dev.holdfast.transform.."
  };
  private static final String[] JOBS = {
    "dev.holdfast.ingestion..",
    "dev.holdfast.features..",
    "dev.holdfast.training..",
    "dev.holdfast.scoring..",
    "dev.holdfast.monitoring..",
    "dev.holdfast.card..",
    "dev.holdfast.serving..",
  };

  @ArchTest
  static final ArchRule jobsKnowNothingOfEachOther =
      slices()
          .matching("dev.holdfast.(ingestion|features|training|scoring|monitoring|card|serving)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule commonKnowsNoJob =
      noClasses()
          .that()
          .resideInAnyPackage(COMMON)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.holdfast.ingestion..",
              "dev.holdfast.features..",
              "dev.holdfast.training..",
              "dev.holdfast.scoring..",
              "dev.holdfast.monitoring..",
              "dev.holdfast.card..",
              "dev.holdfast.serving..",
              "dev.holdfast.benchmark..",
              "dev.holdfast.deploy..",
              "dev.holdfast.samples..");

  @ArchTest
  static final ArchRule jobsKnowNoBenchmarkNoLauncherNoSample =
      noClasses()
          .that()
          .resideInAnyPackage(JOBS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.holdfast.benchmark..", "dev.holdfast.deploy..", "dev.holdfast.samples..");

  /** Whatever of common it uses, too: Spark is not there when it runs. */
  @ArchTest
  static final ArchRule theServerRunsWithoutSpark =
      noClasses()
          .that()
          .resideInAPackage("dev.holdfast.serving..")
          .should()
          .transitivelyDependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..", "io.delta.tables..", "ml.dmlc..");

  @ArchTest
  static final ArchRule theSampleKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.holdfast.samples..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMMON);

  @ArchTest
  static final ArchRule theProblemFileKnowsNoTables =
      noClasses()
          .that()
          .resideInAPackage("dev.holdfast.problem..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.holdfast.table..", "dev.holdfast.job..", "dev.holdfast.model..");

  @ArchTest
  static final ArchRule nothingIsDeserialisedAsJavaObjects =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");
}
