package org.rapaio.jupyter.kernel.channels;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stands before the kernel's own class of this name, for two faults of a kernel's start (up to
 * 3.0.4) after which a channel never answers and Jupyter gives up with "Kernel didn't respond"; on
 * two cores it was one start in eight. That class starts its thread first and says that it is to
 * run afterwards, so that a thread that looks in between ends at once; and its thread dies of a
 * message that arrives before the kernel has its handlers. Here a thread runs until it is told to
 * end.
 */
public final class LoopThread extends Thread {
  private static final Logger LOG = Logger.getLogger(LoopThread.class.getName());

  private final long pause;
  private final Runnable body;
  private volatile boolean ended;

  /**
   * @param pause milliseconds between two runs of the body
   */
  public LoopThread(String name, long pause, Runnable body) {
    super(name);
    this.pause = pause;
    this.body = body;
  }

  @Override
  public void run() {
    while (!ended) {
      try {
        body.run();
        Thread.sleep(pause);
      } catch (InterruptedException told) {
        ended = true;
      } catch (RuntimeException early) {
        // Jupyter asks again what was not answered.
        LOG.log(Level.WARNING, getName() + ": a message was not handled", early);
      }
    }
  }

  /** Ends it after the run that is under way. */
  public void shutdown() {
    ended = true;
  }
}
