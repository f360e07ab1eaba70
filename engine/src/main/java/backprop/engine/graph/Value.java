// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.backend.Matrix;

/**
 * What flows between ops while a graph is recorded: a shape and a place, no numbers.
 *
 * <p>A value is either per example (its matrix has {@code batch * shape.rows()} rows) or fixed (a
 * parameter or something computed from parameters alone: {@code shape.rows()} rows).
 */
public final class Value {
  private final Graph graph;
  private final int id;
  private final Shape shape;
  private final boolean perExample;
  private final boolean differentiable;
  private final String path;
  private final Value base;
  private final Cut cut;
  private final Value mask;

  /** How a view is cut out of the value that it shows. */
  interface Cut {
    /** The view's part of the base's matrix. */
    Matrix of(Matrix base, int rows);
  }

  /** All elements in rows of another length. */
  record Reshaped(int columns) implements Cut {
    @Override
    public Matrix of(Matrix base, int rows) {
      return base.reshape(rows, columns);
    }
  }

  /** A part of the columns. */
  record Columns(int from, int count) implements Cut {
    @Override
    public Matrix of(Matrix base, int rows) {
      return base.columns(from, count);
    }
  }

  Value(Graph graph, int id, Shape shape, boolean perExample, boolean differentiable, String path) {
    this.graph = graph;
    this.id = id;
    this.shape = shape;
    this.perExample = perExample;
    this.differentiable = differentiable;
    this.path = path;
    this.base = null;
    this.cut = null;
    this.mask = null;
  }

  /** A view of another value, or the same value with a mask. */
  private Value(Value like, int id, Shape shape, Value base, Cut cut, Value mask) {
    this.graph = like.graph;
    this.id = id;
    this.shape = shape;
    this.perExample = like.perExample;
    this.differentiable = like.differentiable;
    this.path = like.path;
    this.base = base;
    this.cut = cut;
    this.mask = mask;
  }

  Value view(int newId, Shape newShape, Cut newCut, Value newMask) {
    return new Value(this, newId, newShape, this, newCut, newMask);
  }

  /** The same value, mask included from now on; not a view, so it keeps its place in memory. */
  Value withMask(Value newMask) {
    return new Value(this, id, shape, base, cut, newMask);
  }

  /** The shape of one example, or of the whole when fixed. */
  public Shape shape() {
    return shape;
  }

  /** Whether there is one for each example of a batch. */
  public boolean perExample() {
    return perExample;
  }

  /** Whether a gradient flows back into it. */
  public boolean differentiable() {
    return differentiable;
  }

  /** The path of the layer that recorded it. */
  public String path() {
    return path;
  }

  /** The graph it belongs to. */
  public Graph graph() {
    return graph;
  }

  /** Number of matrix rows for a batch. */
  public int rows(int batch) {
    return perExample ? batch * shape.rows() : shape.rows();
  }

  /**
   * Which steps of a sequence are real: a value of shape time x 1 for each example, 1 for a real
   * step and 0 for padding; null where all steps are real.
   */
  public Value mask() {
    return mask;
  }

  /** Whether it is x, or x under another shape: all its elements in their order, none computed. */
  public boolean shows(Value x) {
    return root() == x.root() && whole() && x.whole();
  }

  /** Its number within the graph, the same with and without a mask. */
  public int id() {
    return id;
  }

  /** The value that this one shows in another shape or a part of; null unless it is a view. */
  public Value base() {
    return base;
  }

  /** The first of the base's columns that a view shows; -1 where it shows all in another shape. */
  public int firstColumn() {
    return cut instanceof Columns c ? c.from() : -1;
  }

  /** The value whose memory this one shows; itself unless it is a view. */
  Value root() {
    return base == null ? this : base.root();
  }

  /** Whether it shows all elements of its root, one after the other. */
  boolean whole() {
    return base == null || base.whole() && shape.elements() == base.shape.elements();
  }

  /** Its part of its root's matrix. */
  Matrix cut(Matrix whole, int batch) {
    return base == null ? whole : cut.of(base.cut(whole, batch), rows(batch));
  }

  @Override
  public String toString() {
    return path + " (" + (perExample ? "batch x " : "") + shape + ")";
  }
}
