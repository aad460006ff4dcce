package dev.holdfast.training.search;

import java.util.List;

/**
 * Where a search keeps its finished trials, so that one that was killed goes on where it stopped.
 */
public interface TrialLog {

  /** The trials of this very search that an earlier run finished. */
  List<Trial> finished();

  /** Keeps some trials, all of them or none. They are of whole units of work. */
  void append(List<Trial> trials);

  /** Keeps nothing: for a search that nobody will resume. */
  static TrialLog none() {
    return new TrialLog() {
      @Override
      public List<Trial> finished() {
        return List.of();
      }

      @Override
      public void append(List<Trial> trials) {
        // A search without a memory of its own hands its trials to its caller alone.
      }
    };
  }
}
