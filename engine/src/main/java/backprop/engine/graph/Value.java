// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

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

  Value(Graph graph, int id, Shape shape, boolean perExample, boolean differentiable, String path) {
    this.graph = graph;
    this.id = id;
    this.shape = shape;
    this.perExample = perExample;
    this.differentiable = differentiable;
    this.path = path;
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

  int id() {
    return id;
  }

  @Override
  public String toString() {
    return path + " (" + (perExample ? "batch x " : "") + shape + ")";
  }
}
