// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one {@code Kernels}: the caller and helpers that it starts when the first large
 * piece of work comes, that wait for the next one (spinning shortly, then parked), and that end at
 * {@link #close} or after some idle seconds.
 *
 * <p>A piece of work is a task and a number of items. Whoever is free claims the next item from a
 * counter, so a helper that the operating system does not let run costs nothing: the caller does
 * its items. Which thread does an item must not change the result. One caller at a time.
 */
final class Workers {
  /** Work in numbered items that do not depend on each other. */
  interface Task {
    /**
     * Does one item.
     *
     * @param item 0 ... items - 1
     * @param worker the thread's number, 0 for the caller: selects scratch memory
     */
    void run(int item, int worker);
  }

  private static final long SPIN_NANOS = 30_000;
  private static final long IDLE_NANOS = 5_000_000_000L;

  private final int threads;
  private final Thread[] helpers;

  /** Number of the current work in the upper half, items not yet claimed in the lower one. */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private Task task;
  private int items;
  private volatile Throwable failure;
  private final AtomicIntegerArray parked;
  private volatile Thread waiting;
  private volatile boolean closed;

  Workers(int threads) {
    this.threads = threads;
    this.helpers = new Thread[threads];
    this.parked = new AtomicIntegerArray(threads);
  }

  int threads() {
    return threads;
  }

  /** Does all items; returns when they are done. */
  void run(int count, Task work) {
    if (count <= 1 || threads == 1 || closed) {
      for (int i = 0; i < count; i++) {
        work.run(i, 0);
      }
      return;
    }
    task = work;
    items = count;
    unfinished.set(count);
    long number = (ticket.get() >>> 32) + 1;
    ticket.set(number << 32 | count);
    wake(Math.min(threads, count));
    claim(0);
    await();
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      rethrow(thrown);
    }
  }

  private static void rethrow(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException(thrown);
  }

  private void wake(int wanted) {
    for (int w = 1; w < wanted; w++) {
      Thread t = helpers[w];
      if (t == null || !t.isAlive()) {
        start(w);
      } else if (parked.get(w) != 0) {
        LockSupport.unpark(t);
      }
    }
  }

  private void start(int worker) {
    Thread t = new Thread(() -> help(worker), "backprop-worker-" + worker);
    t.setDaemon(true);
    helpers[worker] = t;
    t.start();
  }

  /** Claims and does items until none is left. */
  private void claim(int worker) {
    while (true) {
      long t = ticket.get();
      int left = (int) t;
      if (left == 0) {
        return;
      }
      if (ticket.compareAndSet(t, t - 1)) {
        // The claimed item belongs to the work that the ticket named, and that work cannot be
        // replaced before the item is finished: task and items are its own.
        try {
          task.run(items - left, worker);
        } catch (Throwable e) {
          failure = e;
        }
        if (unfinished.decrementAndGet() == 0 && worker != 0) {
          LockSupport.unpark(waiting);
        }
      }
    }
  }

  private void await() {
    long until = 0;
    while (unfinished.get() != 0) {
      if (until == 0) {
        until = System.nanoTime() + SPIN_NANOS;
        waiting = Thread.currentThread();
      }
      if (System.nanoTime() < until) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, 1_000_000);
      }
    }
  }

  private void help(int worker) {
    long idleSince = System.nanoTime();
    while (!closed) {
      if ((int) ticket.get() != 0) {
        claim(worker);
        idleSince = System.nanoTime();
        continue;
      }
      long idle = System.nanoTime() - idleSince;
      if (idle < SPIN_NANOS) {
        Thread.onSpinWait();
      } else if (idle > IDLE_NANOS) {
        return;
      } else {
        park(worker);
      }
    }
  }

  private void park(int worker) {
    parked.set(worker, 1);
    if ((int) ticket.get() == 0 && !closed) {
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
    parked.set(worker, 0);
  }

  /** Ends the helpers. Work that comes later is done by the caller alone. */
  void close() {
    closed = true;
    for (Thread t : helpers) {
      LockSupport.unpark(t);
    }
  }
}
