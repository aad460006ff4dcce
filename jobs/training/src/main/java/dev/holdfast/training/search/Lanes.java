package dev.holdfast.training.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Works through a list of units on some threads, in order, and hands what is finished to the one
 * who waits for it.
 *
 * <p>Each lane runs one unit at a time as a Spark job of a single task. One job with a task a unit
 * would be simpler, but its results come when the last of them is done, and a commit made meanwhile
 * would queue behind all tasks that have not begun.
 */
final class Lanes<U, R> implements AutoCloseable {
  private final Deque<U> waiting;
  private final Function<U, R> work;
  private final BlockingQueue<Ended<R>> ended = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private int running;

  private record Ended<R>(R result, Throwable failure) {}

  /** Begins at once. */
  Lanes(int lanes, List<U> units, Function<U, R> work) {
    this.waiting = new ArrayDeque<>(units);
    this.work = work;
    for (int lane = 0; lane < Math.min(lanes, units.size()); lane++) {
      Thread thread = new Thread(this::drive, "search-lane-" + lane);
      thread.setDaemon(true);
      threads.add(thread);
    }
    running = threads.size();
    threads.forEach(Thread::start);
  }

  /**
   * What has ended since the last call, after waiting for at least one; empty when all is done.
   *
   * @param patience nanoseconds to go on gathering before returning
   * @throws IllegalStateException with what the first failed unit threw as its cause
   */
  List<R> next(long patience) throws InterruptedException {
    List<R> results = new ArrayList<>();
    long until = System.nanoTime() + patience;
    while (running > 0) {
      long left = until - System.nanoTime();
      if (left <= 0 && !results.isEmpty()) {
        break;
      }
      Ended<R> one =
          results.isEmpty()
              ? ended.take()
              : ended.poll(left, java.util.concurrent.TimeUnit.NANOSECONDS);
      if (one == null) {
        break;
      }
      if (one.failure() != null) {
        throw new IllegalStateException("A trial failed", one.failure());
      }
      if (one.result() == null) {
        running--;
      } else {
        results.add(one.result());
      }
    }
    return results;
  }

  /** Begins nothing more and waits for what runs: a task cannot be taken out of native code. */
  @Override
  public void close() {
    synchronized (waiting) {
      waiting.clear();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException askedToStop) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drive() {
    try {
      for (U unit = take(); unit != null; unit = take()) {
        ended.add(new Ended<>(work.apply(unit), null));
      }
      ended.add(new Ended<>(null, null));
    } catch (Throwable failure) {
      ended.add(new Ended<>(null, failure));
    }
  }

  private U take() {
    synchronized (waiting) {
      return waiting.poll();
    }
  }
}
