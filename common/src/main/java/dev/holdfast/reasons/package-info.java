/**
 * What each encoded column adds to a row's margin: exact Shapley values.
 *
 * <p>For trees they are the path-dependent ones of Lundberg et al., Consistent Individualized
 * Feature Attribution for Tree Ensembles (2018), where a column that is not known sends a row down
 * both ways by the shares of the training rows; XGBoost's own contributions are the same numbers.
 * Two ways lead to them here:
 *
 * <ul>
 *   <li>{@link dev.holdfast.reasons.TreeTables}, for trees of usual depth. Yang, Fast TreeSHAP
 *       (2021), keeps a table for each leaf, by which of its path's columns a row agrees with. Here
 *       a table is that of a small subtree, by the sides that a row takes at the splits on the way
 *       to it and within it: at depth 6, 16 tables of 128 entries instead of 64 of 64, and 7
 *       additions for each instead of 6 for each of its four leaves.
 *   <li>{@link dev.holdfast.reasons.TreePaths}, for deep trees, whose tables would not fit: a pass
 *       over the tree for each row, in time that is linear in depth.
 * </ul>
 *
 * <p>Both rest on one formula. The weight of a set of {@code s} of {@code n - 1} other columns is
 * the integral of {@code t^s (1 - t)^(n - 1 - s)} over t from 0 to 1, so what column {@code j} gets
 * from a leaf of value {@code v} is {@code v (z_j - r_j)} times the integral of the product of
 * {@code z_i t + r_i (1 - t)} over the other columns, where {@code z} says whether the row agrees
 * with the path (1 or 0) and {@code r} is the share of training rows that does. That is a
 * polynomial of degree {@code n - 1}, for which Gauss–Legendre quadrature with half as many points
 * is exact.
 */
package dev.holdfast.reasons;
