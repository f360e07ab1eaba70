// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Identity;
import backprop.engine.activation.Parametric;
import backprop.engine.activation.Prelu;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Rrelu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Sine;
import backprop.engine.activation.Softmax;
import backprop.engine.activation.Tanh;
import backprop.engine.graph.Shape;
import backprop.engine.init.Orthogonal;
import backprop.engine.network.Catalogs;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.Exponential;
import backprop.engine.text.Entry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/**
 * The layer contract for every layer of the catalogue with its defaults, for a layer with every
 * activation, and for settings and combinations that take other ways.
 */
@Tag("once")
final class LayerGradientTest extends LayerContract {
  @Override
  protected Stream<Case> cases() {
    Stream<Layer> defaults =
        Catalogs.texts().catalog(Layer.class).entries().stream()
            .map(Entry::prototype)
            .filter(layer -> !takesIndices(layer));
    Stream<Layer> activations =
        Catalogs.texts().catalog(Activation.class).entries().stream()
            .map(e -> new Dense(4, e.prototype() instanceof Sine ? new Sine(2) : e.prototype()));
    Stream<Layer> more =
        Stream.of(
            new Dense(1, new Identity(), false, new Orthogonal(1)),
            new Dense(3, new Prelu(-0.4, true)),
            new Dense(3, new Rrelu(0.5, 0.5)),
            new Dense(3, new Softmax(0.3)),
            new Dense(3, new Parametric(new Parametric(new Prelu()))),
            new Dropout(0),
            new Dropout(0.25),
            new Dropout(new Cosine(0.4, 0)),
            new AlphaDropout(0.4),
            new GaussianDropout(new Exponential(0.3, 0.9)),
            new GaussianNoise(2),
            new DropConnect(3, new Tanh(), new Constant(0.3)),
            new WeightNoise(3, new Tanh(), new Constant(0.3)),
            new RmsNorm(0.3),
            new Scale(5),
            new Glu(3, new Tanh()),
            new Maxout(2, 1),
            new Maxout(3, 4),
            new Attention(2, 3, true, new Constant(0)),
            new Attention(1, 2, false, new Constant(0.3)),
            new Transformer(1, 0, new Tanh(), new Constant(0.2), Transformer.Norm.PRE, true),
            Chain.of(
                new SinusoidalPositions(50),
                new LearnedPositions(),
                new Attention(1, 2, true, new Constant(0)),
                new Dense(2)),
            Repeat.of(3, new Dense(2, new Tanh()), new LayerNorm(0.3)),
            Columns.of("2", "first-last", "last", "1-2"),
            Columns.of("2-3"),
            Concatenate.of(
                Chain.of(),
                Chain.of(Columns.of("1-2"), new Dense(3, new Tanh())),
                Chain.of(Columns.of("2-last"), new Dense(1))),
            Sum.of(Chain.of(), Chain.of(new Dense(3, new Tanh()), new Dense(4))),
            Product.of(new Dense(3), new Dense(3, new Sigmoid()), new Dense(3)),
            new BatchNorm(0, 0.1),
            new BatchNorm(0.99, 1e-3),
            new LayerNorm(0.3),
            new ActivityPenalty(0.3, 0.2),
            Chain.of(new Dense(3, new Sigmoid()), new Sparsity(0.2, 0.7), new Dense(2)),
            new Contractive(3, new Sigmoid(), 0.7),
            new Contractive(3, new Tanh(), 0),
            new GaussianLatent(3, 0.5),
            Chain.of(new Members(3), new MemberDense(4, new Tanh()), new MemberHeads(2)),
            Chain.of(new Members(2), new Dense(3, new Tanh()), new BatchNorm(), new MemberHeads(1)),
            Residual.of(new LayerNorm()),
            new Residual(List.of(new Dense(5, new Tanh()), new Dense(4)), true),
            Chain.of(
                new Dense(6, new Selu()),
                Residual.of(new LayerNorm(), new Dense(6, new Tanh()), new Dropout(0.3)),
                new Dense(3)),
            Chain.of(
                new Dense(5),
                new BatchNorm(),
                new ActivationLayer(new Relu()),
                Chain.of(new Dense(2), new LayerNorm(0.1))));
    // on two columns layer normalization is nearly a jump, which differences cannot follow
    Case postNormalized =
        new Case(
            new Transformer(2, 3, new Tanh(), new Constant(0), Transformer.Norm.POST, false),
            true,
            r -> Shape.of(1 + r.nextInt(4), 6));
    return Stream.concat(
        Stream.of(postNormalized),
        Stream.of(defaults, activations, more)
            .flatMap(s -> s)
            .map(layer -> new Case(layer, alone(layer))));
  }

  /** These have a test of their own, because differences of indices say nothing. */
  static boolean takesIndices(Layer layer) {
    return layer instanceof Embedding || layer instanceof Embeddings;
  }

  /** Batch normalization mixes the examples; noise and random slopes number them. */
  private static boolean alone(Layer layer) {
    List<Layer> inside = List.of();
    if (layer instanceof Chain c) {
      inside = c.layers();
    } else if (layer instanceof Residual r) {
      inside = r.layers();
    } else if (layer instanceof Transformer t) {
      inside = List.of(new Dropout(t.dropout()));
    } else if (layer instanceof Attention a) {
      inside = List.of(new Dropout(a.dropout()));
    }
    if (layer instanceof Dense d && d.activation() instanceof Rrelu) {
      return false;
    }
    return inside.stream().allMatch(LayerGradientTest::alone)
        && !(layer instanceof BatchNorm
            || layer instanceof Dropout d && !d.equals(new Dropout(0))
            || layer instanceof AlphaDropout
            || layer instanceof GaussianDropout
            || layer instanceof GaussianNoise
            || layer instanceof SpatialDropout
            || layer instanceof Sparsity
            || layer instanceof GaussianLatent);
  }
}
