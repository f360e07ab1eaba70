// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares memory between values that do not live at the same time. Every value starts at the
 * beginning of a buffer of its own or a shared one ("slab"), never in the middle: loops over the
 * same index in every array are the ones that the JVM vectorizes.
 */
final class MemoryPlan {
  private final List<Request> requests = new ArrayList<>();
  private final List<Integer> slabSizes = new ArrayList<>();

  private static final class Request {
    final int size;
    final int from;
    final int to;
    int slab = -1;

    Request(int size, int from, int to) {
      this.size = size;
      this.from = from;
      this.to = to;
    }
  }

  /**
   * Asks for memory.
   *
   * @param size number of elements
   * @param from first moment of use
   * @param to last moment of use
   * @return the number of the request
   */
  int request(int size, int from, int to) {
    requests.add(new Request(size, from, to));
    return requests.size() - 1;
  }

  /** Decides who shares with whom: in order of time, the free slab that fits best. */
  void solve() {
    List<Request> byStart = new ArrayList<>(requests);
    byStart.sort(Comparator.comparingInt(r -> r.from));
    List<Integer> busyUntil = new ArrayList<>();
    for (Request r : byStart) {
      int best = -1;
      for (int s = 0; s < slabSizes.size(); s++) {
        if (busyUntil.get(s) < r.from && (best < 0 || better(s, best, r.size))) {
          best = s;
        }
      }
      if (best < 0) {
        best = slabSizes.size();
        slabSizes.add(0);
        busyUntil.add(-1);
      }
      slabSizes.set(best, Math.max(slabSizes.get(best), r.size));
      busyUntil.set(best, r.to);
      r.slab = best;
    }
  }

  /** Smallest slab that is large enough; failing that, the largest, which grows least. */
  private boolean better(int candidate, int best, int size) {
    int c = slabSizes.get(candidate);
    int b = slabSizes.get(best);
    return c >= size ? b < size || c < b : b < size && c > b;
  }

  /** The slab of a request. */
  int slab(int request) {
    return requests.get(request).slab;
  }

  /** Number of slabs. */
  int slabs() {
    return slabSizes.size();
  }

  /** Elements of a slab. */
  int slabSize(int slab) {
    return slabSizes.get(slab);
  }
}
