// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.activation.Identity;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.ActivityPenalty;
import backprop.engine.layer.AlphaDropout;
import backprop.engine.layer.Attention;
import backprop.engine.layer.AveragePool;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Bidirectional;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Columns;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Contractive;
import backprop.engine.layer.Conv1d;
import backprop.engine.layer.Conv2d;
import backprop.engine.layer.Crop;
import backprop.engine.layer.Dense;
import backprop.engine.layer.DepthwiseConv2d;
import backprop.engine.layer.DropConnect;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Embedding;
import backprop.engine.layer.Embeddings;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.GaussianDropout;
import backprop.engine.layer.GaussianLatent;
import backprop.engine.layer.GaussianNoise;
import backprop.engine.layer.GlobalAveragePool;
import backprop.engine.layer.GlobalMaxPool;
import backprop.engine.layer.Glu;
import backprop.engine.layer.GroupNorm;
import backprop.engine.layer.Gru;
import backprop.engine.layer.InstanceNorm;
import backprop.engine.layer.LastStep;
import backprop.engine.layer.Layer;
import backprop.engine.layer.LayerNorm;
import backprop.engine.layer.LearnedPositions;
import backprop.engine.layer.LocalResponseNorm;
import backprop.engine.layer.Lstm;
import backprop.engine.layer.Masking;
import backprop.engine.layer.MaxPool;
import backprop.engine.layer.Maxout;
import backprop.engine.layer.MemberDense;
import backprop.engine.layer.MemberHeads;
import backprop.engine.layer.Members;
import backprop.engine.layer.Product;
import backprop.engine.layer.Repeat;
import backprop.engine.layer.Reshape;
import backprop.engine.layer.Residual;
import backprop.engine.layer.RmsNorm;
import backprop.engine.layer.Rnn;
import backprop.engine.layer.Scale;
import backprop.engine.layer.SeparableConv2d;
import backprop.engine.layer.SharedScore;
import backprop.engine.layer.SinusoidalPositions;
import backprop.engine.layer.Sparsity;
import backprop.engine.layer.SpatialDropout;
import backprop.engine.layer.Sum;
import backprop.engine.layer.Transformer;
import backprop.engine.layer.TransposedConv1d;
import backprop.engine.layer.TransposedConv2d;
import backprop.engine.layer.Upsample;
import backprop.engine.layer.WeightNoise;
import backprop.engine.layer.ZeroPad;
import backprop.engine.text.Catalog;
import java.util.List;

/** All layers, one line per entry. */
final class LayerCatalog {
  private LayerCatalog() {}

  static Catalog<Layer> entries() {
    return Catalog.of(
        "layer",
        Layer.class,
        new Dense(32),
        new Glu(32),
        new Maxout(32),
        new Scale(),
        new Dropout(0.5),
        new AlphaDropout(0.1),
        new GaussianDropout(0.5),
        new GaussianNoise(0.1),
        new DropConnect(32),
        new WeightNoise(32),
        new BatchNorm(),
        new LayerNorm(),
        new RmsNorm(),
        new SharedScore(4),
        new ActivationLayer(new Relu()),
        new ActivityPenalty(1e-3, 0),
        new Sparsity(),
        new Contractive(32, new Sigmoid(), 0.01),
        new GaussianLatent(8, 0.01),
        new Members(8),
        new MemberDense(32),
        new MemberHeads(4),
        new Conv1d(8, 3, new Identity()),
        new Conv2d(8, 3, new Identity()),
        new DepthwiseConv2d(3),
        new SeparableConv2d(8, 3),
        new TransposedConv1d(8, 2, 1, new Identity()),
        new TransposedConv2d(8, 2, 1, new Identity()),
        new MaxPool(2),
        new AveragePool(2),
        new GlobalMaxPool(),
        new GlobalAveragePool(),
        new Flatten(),
        new Reshape(List.of(4, 4, 2)),
        new ZeroPad(List.of(1)),
        new Crop(List.of(1)),
        new Upsample(List.of(2)),
        new LocalResponseNorm(),
        new SpatialDropout(0.5),
        new GroupNorm(1),
        new InstanceNorm(),
        new Attention(4),
        new Transformer(4),
        new SinusoidalPositions(),
        new LearnedPositions(),
        Residual.of(new Dense(32)),
        new Rnn(32, false),
        new Lstm(32, false),
        new Gru(32, false),
        new Bidirectional(new Lstm(32, false)),
        new LastStep(),
        new Masking(),
        new Embedding(1000, 16),
        new Embeddings(),
        new Chain(List.of()),
        Repeat.of(2, new Dense(32)),
        Concatenate.of(new Dense(16), new Dense(16)),
        Sum.of(new Dense(32), new Dense(32)),
        Product.of(new Dense(32), new Dense(32)),
        Columns.of("first-last"));
  }
}
