package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;

/** What follows a weighted sum. Most are an {@code Elementwise} wrapped in one op. */
public interface Activation {
  /** Records it. */
  Value apply(Graph g, Value x);
}
