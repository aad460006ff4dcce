/**
 * A standalone Spark cluster and an object store on this machine, of the jars that the build
 * fetched: what a team has on machines of its own, small enough to try and to test with.
 *
 * <p>A master, two workers of one core each and s3proxy run as processes of their own, listen on
 * the loopback interface only, and keep everything in one folder, which goes when they go.
 */
package dev.holdfast.deploy.cluster;
