// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every parameter and every piece of state lies in the flat vectors. Parameters that are
 * treated alike (trained or not, regularized or not, same factors) lie side by side, so that an
 * optimizer step is one call per group.
 */
public final class Layout {
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, StateEntry> states = new LinkedHashMap<>();
  private final List<Range> ranges = new ArrayList<>();
  private final int size;
  private final int stateSize;

  /**
   * A piece of state in the flat state vector.
   *
   * @param path its name
   * @param offset its first element
   * @param columns number of elements
   * @param initial value of every element before training
   * @param sums whether it gathers sums over batches; see {@link Graph#sums}
   */
  public record StateEntry(String path, int offset, int columns, double initial, boolean sums) {}

  /** A contiguous range of parameters that are treated alike; the slot stands for all of them. */
  public record Range(int from, int count, Slot like) {}

  /** The layout of a recording. */
  public Layout(Graph graph) {
    Map<List<Object>, List<Slot>> groups = new LinkedHashMap<>();
    for (Graph.Declared d : graph.parameters()) {
      groups.computeIfAbsent(likeness(d.slot()), k -> new ArrayList<>()).add(d.slot());
    }
    List<List<Slot>> sorted = new ArrayList<>(groups.values());
    sorted.sort(Comparator.comparing(g -> !g.get(0).trainable()));
    long at = 0;
    for (List<Slot> group : sorted) {
      int from = (int) at;
      for (Slot s : group) {
        slots.put(s.path(), s.at((int) at));
        at += s.size();
        if (at > Integer.MAX_VALUE - 8) {
          throw new IllegalArgumentException(
              "the network has more than 2^31 parameters (at " + s.path() + "): make it smaller");
        }
      }
      ranges.add(new Range(from, (int) at - from, group.get(0)));
    }
    size = (int) at;
    int stateAt = 0;
    for (Graph.StateSlot s : graph.states()) {
      states.put(s.path(), new StateEntry(s.path(), stateAt, s.columns(), s.initial(), s.sums()));
      stateAt += s.columns();
    }
    stateSize = stateAt;
  }

  private static List<Object> likeness(Slot s) {
    return List.of(s.trainable(), s.role().regularized(), s.rateFactor(), s.decayFactor());
  }

  /** Number of parameters. */
  public int size() {
    return size;
  }

  /** Number of elements of state. */
  public int stateSize() {
    return stateSize;
  }

  /** All slots in the order of the flat vector. */
  public List<Slot> slots() {
    return List.copyOf(slots.values());
  }

  /** All pieces of state in the order of the state vector. */
  public List<StateEntry> states() {
    return List.copyOf(states.values());
  }

  /** The groups of slots that are treated alike, trained ones first. */
  public List<Range> ranges() {
    return List.copyOf(ranges);
  }

  /** Whether there is a slot with this path. */
  public boolean has(String path) {
    return slots.containsKey(path);
  }

  /** Whether there is a piece of state with this path. */
  public boolean hasState(String path) {
    return states.containsKey(path);
  }

  /** The slot with this path. */
  public Slot slot(String path) {
    Slot s = slots.get(path);
    if (s == null) {
      throw new IllegalArgumentException("no parameter " + path + "; known are " + slots.keySet());
    }
    return s;
  }

  /** The piece of state with this path. */
  public StateEntry state(String path) {
    StateEntry s = states.get(path);
    if (s == null) {
      throw new IllegalArgumentException("no state " + path + "; known are " + states.keySet());
    }
    return s;
  }
}
