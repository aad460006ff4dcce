package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ingestion.HashedRows.Buckets;
import dev.holdfast.ingestion.HashedRows.Repeat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashedRowsTest {
  @Test
  void aHashThatOccursOnceIsNoRepeat() {
    assertThat(HashedRows.repeated(List.of(new long[] {1, 1, 10, 2, 2, 20}))).isEmpty();
    assertThat(HashedRows.repeated(List.of())).isEmpty();
  }

  @Test
  void theSmallestIdOfARepeatIsFoundWhateverTheOrder() {
    assertThat(HashedRows.repeated(List.of(new long[] {1, 1, 30}, new long[] {1, 1, 10, 1, 1, 20})))
        .containsExactly(new Repeat(1, 1, 10));
  }

  @Test
  void halfAHashIsNotEnough() {
    assertThat(HashedRows.repeated(List.of(new long[] {1, 1, 10, 1, 2, 20, 2, 1, 30}))).isEmpty();
  }

  @Test
  void whatWasSeenBeforeComesFirst() {
    assertThat(HashedRows.repeated(List.of(new long[] {1, 1, 10, 1, 1, HashedRows.SEEN})))
        .containsExactly(new Repeat(1, 1, HashedRows.SEEN));
  }

  @Test
  void manyRowsAgreeWithAMap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Buckets buckets = new Buckets(3);
    Map<Long, List<Long>> ids = new HashMap<>();
    Map<Integer, List<long[]>> chunks = new HashMap<>();
    for (long id = 0; id < 50_000; id++) {
      long hash = (long) random.nextInt(60_000) << 40;
      ids.computeIfAbsent(hash, key -> new ArrayList<>()).add(id);
      int bucket = buckets.bucket(hash);
      if (buckets.add(bucket, hash, ~hash, id)) {
        chunks.computeIfAbsent(bucket, key -> new ArrayList<>()).add(buckets.take(bucket));
      }
    }
    List<Repeat> found = new ArrayList<>();
    for (int bucket = 0; bucket < 3; bucket++) {
      List<long[]> all = chunks.getOrDefault(bucket, new ArrayList<>());
      all.add(buckets.take(bucket));
      found.addAll(HashedRows.repeated(all));
    }
    List<Repeat> expected = new ArrayList<>();
    ids.forEach(
        (hash, rows) -> {
          if (rows.size() > 1) {
            expected.add(new Repeat(hash, ~hash, rows.get(0)));
          }
        });
    assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
  }
}
