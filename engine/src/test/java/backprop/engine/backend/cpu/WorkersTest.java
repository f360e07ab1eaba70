// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void everyItemIsDoneExactlyOnce() {
    Workers workers = new Workers(4);
    for (int round = 0; round < 3000; round++) {
      AtomicIntegerArray done = new AtomicIntegerArray(1 + round % 37);
      workers.run(done.length(), 2, (item, worker) -> done.incrementAndGet(item));
      for (int i = 0; i < done.length(); i++) {
        assertEquals(1, done.get(i), "item " + i + " of round " + round);
      }
    }
    workers.close();
  }

  @Test
  void otherThreadsHelp() throws Exception {
    Workers workers = new Workers(2);
    CountDownLatch both = new CountDownLatch(2);
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    workers.run(
        2,
        2,
        (item, worker) -> {
          numbers.add(worker);
          both.countDown();
          // Neither item ends before both are running: one thread alone would wait for ever.
          try {
            assertTrue(both.await(60, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertEquals(Set.of(0, 1), numbers);
    workers.close();
  }

  @Test
  void anErrorInAnItemReachesTheCallerAndTheNextWorkIsClean() {
    Workers workers = new Workers(3);
    IllegalArgumentException broken = new IllegalArgumentException("broken item");
    for (int bad = 0; bad < 8; bad++) {
      int which = bad;
      RuntimeException thrown =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  workers.run(
                      8,
                      2,
                      (item, worker) -> {
                        if (item == which) {
                          throw broken;
                        }
                      }));
      assertSame(broken, thrown);
      workers.run(8, 2, (item, worker) -> {});
    }
    workers.close();
  }

  @Test
  void closeEndsTheThreadsAndWorkStillGetsDone() throws Exception {
    Workers workers = new Workers(3);
    Set<Thread> helpers = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    workers.run(
        3,
        2,
        (item, worker) -> {
          helpers.add(Thread.currentThread());
          all.countDown();
          try {
            assertTrue(all.await(60, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    helpers.remove(Thread.currentThread());
    assertEquals(2, helpers.size());
    assertTrue(helpers.stream().allMatch(Thread::isDaemon));
    workers.close();
    for (Thread t : helpers) {
      t.join(60_000);
      assertFalse(t.isAlive());
    }
    int[] done = new int[5];
    workers.run(5, 2, (item, worker) -> done[item]++);
    assertEquals(5, java.util.Arrays.stream(done).sum());
  }
}
