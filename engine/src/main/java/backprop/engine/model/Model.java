// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Layout;
import backprop.engine.graph.ParameterRules;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;

/**
 * A trained network in main memory, independent of any backend.
 *
 * @param spec what it is
 * @param parameters its flat vector of parameters
 * @param state its flat vector of state
 * @param how how it was made
 */
public record Model(NetworkSpec spec, float[] parameters, float[] state, Provenance how) {

  /** A copy of a network's numbers, in the order in which nothing is frozen. */
  public static Model of(Network given, Provenance how) {
    Network network =
        given.rules().equals(ParameterRules.NONE) ? given : given.ruled(ParameterRules.NONE);
    float[] parameters = new float[network.layout().size()];
    float[] state = new float[network.layout().stateSize()];
    network.parameters().buffer().read(0, parameters, 0, parameters.length);
    network.state().buffer().read(0, state, 0, state.length);
    return new Model(network.spec(), parameters, state, how);
  }

  /**
   * A network with this model's numbers.
   *
   * @param rules what is trained, and how fast
   * @throws IllegalArgumentException when the numbers do not fit the spec
   */
  public Network network(Kernels kernels, ParameterRules rules) {
    Network network = network(kernels);
    return rules.equals(ParameterRules.NONE) ? network : network.ruled(rules);
  }

  /**
   * A network with this model's numbers, all of them to be trained.
   *
   * @throws IllegalArgumentException when the numbers do not fit the spec
   */
  public Network network(Kernels kernels) {
    check();
    Network network = new Network(spec, kernels);
    network.parameters().buffer().write(0, parameters, 0, parameters.length);
    network.state().buffer().write(0, state, 0, state.length);
    return network;
  }

  /**
   * Checks that the numbers are as many as the layers want, without room for any more.
   *
   * @throws IllegalArgumentException when they are not, or the layers do not fit together
   */
  public void check() {
    Layout layout = Network.layout(spec);
    if (layout.size() != parameters.length || layout.stateSize() != state.length) {
      throw new IllegalArgumentException(
          "the model has "
              + parameters.length
              + " parameters and "
              + state.length
              + " numbers of state, its layers want "
              + layout.size()
              + " and "
              + layout.stateSize());
    }
  }
}
