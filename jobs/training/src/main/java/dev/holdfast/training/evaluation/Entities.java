package dev.holdfast.training.evaluation;

import java.util.HashMap;
import java.util.Map;

/**
 * Which rows are of one entity.
 *
 * @param of a number from 0 for each row's entity
 * @param count of entities
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays are what algorithms run over
record Entities(int[] of, int count) {

  /** Numbers entities from 0. */
  static Entities of(long[] entities) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] dense = new int[entities.length];
    for (int row = 0; row < entities.length; row++) {
      Integer number = numbers.putIfAbsent(entities[row], numbers.size());
      dense[row] = number == null ? numbers.size() - 1 : number;
    }
    return new Entities(dense, numbers.size());
  }
}
