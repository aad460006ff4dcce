/**
 * Where a search looks next: declared families as axes, random draws, Parzen proposals and the
 * steps of a successive halving, all plain classes over arrays.
 *
 * <p>Whatever is proposed is a function of the seed and of the results so far. A search therefore
 * needs no memory of its own beside its trials: begun again, it proposes the same, finds what is
 * already tried and goes on from there. For the same reason proposals come in batches of a fixed
 * size, not whenever a thread is free.
 *
 * <p>Halving tries its first candidates on one fold, with all of its rows. Fewer rows would be
 * cheaper, but what is best there is not best on all: strong penalties win, and a linear model
 * beats boosting. On 40,000 rows of the telecom sample, ranks by fits on a third of the entities
 * and on all agree with a correlation of 0.56 only, and a halving by rows was no better than random
 * draws of the same cost.
 */
package dev.holdfast.training.space;
