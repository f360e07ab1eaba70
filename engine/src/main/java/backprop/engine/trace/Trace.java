// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.List;

/**
 * Some steps of training, with all their numbers.
 *
 * @param about what was traced
 * @param script what happens in a step
 * @param frames the recorded steps, in order; at least one
 * @param losses mean loss of the rows of each step before it, recorded or not
 * @param every how many steps one is recorded of; the last one always is
 * @param surface what the network answers over the plane; null unless it has two inputs
 */
public record Trace(
    About about, Script script, List<Frame> frames, double[] losses, int every, Surface surface) {
  public Trace {
    frames = List.copyOf(frames);
  }

  /**
   * What was traced, in words.
   *
   * @param title of the page
   * @param data name of the data
   * @param network the layers as text
   * @param loss the loss as text
   * @param optimizer the optimizer as text
   * @param seed of everything random
   * @param version of the library
   * @param inputs names of the inputs
   * @param outputs names of the outputs; empty where they have none
   * @param notes sentences on what else is to be known
   */
  public record About(
      String title,
      String data,
      String network,
      String loss,
      String optimizer,
      long seed,
      String version,
      List<String> inputs,
      List<String> outputs,
      List<String> notes) {
    public About {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      notes = List.copyOf(notes);
    }
  }

  /**
   * What a network of two inputs answers, on a grid over the plane, for each recorded step.
   *
   * @param columns points of the grid along the first input
   * @param rows points along the second one
   * @param names of both inputs
   * @param from least value of both inputs
   * @param to largest value of both inputs
   * @param answers names of the answers
   * @param values by frame: for each point, row by row, the answers
   * @param low least answer where there is one
   * @param high largest answer where there is one
   * @param points rows of the data: both inputs, and the class or number
   */
  public record Surface(
      int columns,
      int rows,
      List<String> names,
      double[] from,
      double[] to,
      List<String> answers,
      double[][] values,
      double low,
      double high,
      double[][] points) {
    public Surface {
      names = List.copyOf(names);
      answers = List.copyOf(answers);
    }
  }
}
