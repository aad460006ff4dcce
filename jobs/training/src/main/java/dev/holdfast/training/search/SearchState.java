package dev.holdfast.training.search;

import dev.holdfast.training.search.GridSearch.Ranked;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a search has come.
 *
 * @param done finished trials, those of earlier runs included
 * @param all trials that the search has in all
 * @param best the best candidate of those that were tried on every fold
 * @param left what the rest will take at the pace so far; empty before the first trial of this run
 */
public record SearchState(int done, int all, Optional<Ranked> best, Optional<Duration> left) {}
