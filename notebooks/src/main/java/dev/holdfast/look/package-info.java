/**
 * Looking at a problem's tables, from a notebook or from {@code jshell}, a line or two a question:
 *
 * <pre>{@code
 * var churn = Look.open("telecom-churn");
 * show(churn.sql("SELECT decile, avg(probability) FROM scores GROUP BY 1 ORDER BY 1"));
 * plot(Plot.bars("Few stand out", "decile", "mean score, %").series("scores", rows, "decile", "p"));
 * }</pre>
 *
 * <p>It is a module of its own so that no job carries a library for charts to a cluster. It knows
 * the tables and common, and no job; it reads, and writes nothing.
 */
package dev.holdfast.look;
