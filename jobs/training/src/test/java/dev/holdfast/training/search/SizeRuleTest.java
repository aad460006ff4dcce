package dev.holdfast.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.training.search.SizeRule.Choice;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SizeRuleTest {
  private static final int FOLDS = 3;

  @Test
  void aMatrixAFoldIsTakenWhileItFits() {
    // A million rows of 40 values: (2 x 13.7 + 8.4) x 40 MB.
    Choice roomy = rule(1_432_000_000L).choose(SizeRule.BY_SIZE);
    Choice tight = rule(1_431_000_000L).choose(SizeRule.BY_SIZE);

    assertThat(roomy.mode()).isEqualTo(SearchMode.MATRIX_PER_FOLD);
    assertThat(tight.mode()).isEqualTo(SearchMode.SHARED_MATRIX);
    assertThat(tight.reason()).contains("shared-matrix", "0.5 GB", "1.4 GB");
  }

  @Test
  void executorsTakePartsOfAMatrixThatNoneOfThemCanHold() {
    // Half of 40 million values of 13.7 bytes.
    Choice parts = new SizeRule(1_000_000, 40, FOLDS, 274_000_000L, 2).choose(SizeRule.BY_SIZE);

    assertThat(parts.mode()).isEqualTo(SearchMode.DATA_PARALLEL);
    assertThat(parts.reason()).contains("data-parallel", "0.3 GB", "1.4 GB");
    assertThatThrownBy(
            () -> new SizeRule(1_000_000, 40, FOLDS, 273_000_000L, 2).choose(SizeRule.BY_SIZE))
        .hasMessageContaining("each of 2 executors");
  }

  @Test
  void dataThatDoesNotFitAtAllIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> rule(500_000_000L).choose(SizeRule.BY_SIZE))
        .isInstanceOfSatisfying(
            JobException.class,
            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("40,000,000 values")
        .hasMessageContaining("spark.executor.memoryOverhead");
  }

  @Test
  void aSettingForcesAModeWhateverFits() {
    for (SearchMode mode : SearchMode.values()) {
      Choice choice = rule(1).choose(mode.written());

      assertThat(choice.mode()).isEqualTo(mode);
      assertThat(choice.reason()).contains(mode.written(), SizeRule.SETTING);
    }
    assertThatThrownBy(() -> rule(1).choose("largest"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("is largest")
        .hasMessageContaining("by-size, matrix-per-fold, shared-matrix, data-parallel");
  }

  @Test
  void anExecutorHasOutsideOfItsHeapWhatSparkWasTold() {
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://host:7077");

    assertThat(ExecutorMemory.outsideHeap(conf)).isEqualTo(384L << 20);
    conf.set("spark.executor.memory", "20g");
    assertThat(ExecutorMemory.outsideHeap(conf)).isEqualTo((20L << 30) / 10);
    conf.set("spark.executor.memoryOverhead", "3g");
    assertThat(ExecutorMemory.outsideHeap(conf)).isEqualTo(3L << 30);
    conf.set("spark.executor.memoryOverhead", "700");
    assertThat(ExecutorMemory.outsideHeap(conf)).isEqualTo(700L << 20);
  }

  private static SizeRule rule(long available) {
    return new SizeRule(1_000_000, 40, FOLDS, available, 1);
  }
}
