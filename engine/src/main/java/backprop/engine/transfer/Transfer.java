// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.transfer;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.ParameterRules;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that begins with what a model has learned (Yosinski, Clune, Bengio and Lipson, "How
 * transferable are features in deep neural networks?", NIPS 2014). Immutable: each method gives
 * another transfer.
 *
 * <pre>
 *   Network n = Transfer.from(model).replaceHead(1, dense(3)).freeze("0-dense").network(kernels, 1);
 * </pre>
 */
@Description(
    "A network that begins with layers that a model has learned, some of "
        + "them frozen or slower.")
@Formula(
    "w = w of the model for layers that are kept; rate(layer) = rate * "
        + "factor^(layer - last layer)")
@Source(
    "Yosinski, Clune, Bengio and Lipson, \"How transferable are features in "
        + "deep neural networks?\", NIPS 2014; Howard and Ruder, \"Universal "
        + "language model fine-tuning for text classification\", ACL 2018, section "
        + "3.2")
public final class Transfer {
  private final Model model;
  private final List<Layer> layers;
  private final int kept;
  private final Loss loss;
  private final ParameterRules rules;

  private Transfer(Model model, List<Layer> layers, int kept, Loss loss, ParameterRules rules) {
    this.model = model;
    this.layers = List.copyOf(layers);
    this.kept = kept;
    this.loss = loss;
    this.rules = rules;
  }

  /**
   * Everything as the model has it, all of it to be trained on.
   *
   * @throws IllegalArgumentException when the model's body is not a chain of layers
   */
  public static Transfer from(Model model) {
    if (!(model.spec().body() instanceof Chain chain)) {
      throw new IllegalArgumentException(
          "transfer needs a model whose layers are a chain, this one's body is "
              + Catalogs.print(Layer.class, model.spec().body()));
    }
    List<Layer> layers = chain.layers();
    return new Transfer(model, layers, layers.size(), model.spec().loss(), ParameterRules.NONE);
  }

  /**
   * With other layers in place of the last ones; the new ones start as their initializers say.
   *
   * @param dropped how many of the last layers go, 0 to all
   * @param head what comes in their place
   * @throws IllegalArgumentException when there are fewer layers
   */
  public Transfer replaceHead(int dropped, Layer... head) {
    if (dropped < 0 || dropped > layers.size()) {
      throw new IllegalArgumentException(
          dropped + " layers cannot be replaced: the model has " + layers.size());
    }
    int left = layers.size() - dropped;
    List<Layer> more = new ArrayList<>(layers.subList(0, left));
    more.addAll(List.of(head));
    return new Transfer(model, more, Math.min(kept, left), loss, rules);
  }

  /** With another loss. */
  public Transfer loss(Loss other) {
    return new Transfer(model, layers, kept, other, rules);
  }

  /** With the parameters of a pattern frozen; see {@link ParameterRules}. */
  public Transfer freeze(String pattern) {
    return rules(rules.freeze(pattern));
  }

  /** With the parameters of a pattern trained again, after a wider pattern froze them. */
  public Transfer unfreeze(String pattern) {
    return rules(rules.unfreeze(pattern));
  }

  /** With a factor of the learning rate for the parameters of a pattern. */
  public Transfer rate(String pattern, double factor) {
    return rules(rules.rate(pattern, factor));
  }

  /**
   * With learning rates that fall from the last layer to the first: each layer learns at the rate
   * of the next one divided by the factor. Howard and Ruder, "Universal language model fine-tuning
   * for text classification", ACL 2018, section 3.2, take 2.6.
   *
   * @param factor above 0
   */
  public Transfer discriminativeRates(double factor) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the factor from layer to layer is " + factor + ", it must be above 0");
    }
    List<String> trained = GradualUnfreezing.trainedLayers(spec(), rules);
    ParameterRules more = rules;
    for (int i = 0; i < trained.size(); i++) {
      more = more.rate(trained.get(i), Math.pow(factor, i - (trained.size() - 1)));
    }
    return rules(more);
  }

  /** With other rules in place of all so far. */
  public Transfer rules(ParameterRules other) {
    return new Transfer(model, layers, kept, loss, other);
  }

  /** What the network is. */
  public NetworkSpec spec() {
    return new NetworkSpec(model.spec().input(), new Chain(layers), loss);
  }

  /** Which of its parameters are trained, and how fast. */
  public ParameterRules rules() {
    return rules;
  }

  /**
   * The network: layers that were kept have the model's numbers, new ones start anew.
   *
   * @param seed fixes the first weights of new layers
   * @throws IllegalArgumentException when layers do not fit together or a rule is for no parameter
   */
  public Network network(Kernels kernels, long seed) {
    Network network = new Network(spec(), kernels, rules);
    network.initialize(seed);
    Network learned = model.network(kernels);
    network.copyFrom(learned, path -> index(path) < kept);
    return network;
  }

  /** The position in the chain of the layer to which a parameter belongs. */
  private static int index(String path) {
    return Integer.parseInt(path.substring(0, path.indexOf('-')));
  }
}
