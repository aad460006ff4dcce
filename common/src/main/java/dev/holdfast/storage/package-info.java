/**
 * What the platform asks of an object store beyond what Spark and Delta ask: that a commit is never
 * written over another.
 *
 * <p>A commit of a Delta table is a numbered file that must not be there yet. A local disk and HDFS
 * have an atomic rename for that. S3 has none, and the store that Delta takes for {@code s3a} by
 * default ({@code S3SingleDriverLogStore}) looks first and writes then, under a lock of its own
 * process: two processes that append to one table can both be told that they committed, and the
 * rows of one are gone. S3 stores that honour {@code If-None-Match: *} on PUT (Amazon S3 since
 * August 2024) decide it themselves. {@link dev.holdfast.storage.ConditionalPutLogStore} writes
 * that way, and {@link dev.holdfast.storage.ConditionalPuts} finds out whether a store can.
 */
package dev.holdfast.storage;
