// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import backprop.engine.activation.Activation;
import backprop.engine.activation.Elu;
import backprop.engine.activation.Identity;
import backprop.engine.activation.LeakyRelu;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
import backprop.engine.graph.Shape;
import backprop.engine.init.Auto;
import backprop.engine.layer.ActivationLayer;
import backprop.engine.layer.AveragePool;
import backprop.engine.layer.BatchNorm;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Conv1d;
import backprop.engine.layer.Conv2d;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.GlobalAveragePool;
import backprop.engine.layer.GlobalMaxPool;
import backprop.engine.layer.Layer;
import backprop.engine.layer.MaxPool;
import backprop.engine.layer.Padding;
import backprop.engine.layer.SidesPadding;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The layers that nodes in a row become; where they branch is {@link ImportedGraph}'s business. */
final class ImportedChain {
  private final OnnxTensors tensors;
  private final Shape input;

  /** The last node of the graph; null in a branch. */
  private final NodeProto last;

  /** The path of what surrounds these layers, with a slash at its end. */
  private final String scope;

  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, float[]> numbers = new TreeMap<>();
  private String current;
  private String loss = "mean-squared-error";

  /** Whether images and sequences have their channels first at this point. */
  private boolean channelsFirst;

  /** Whether there are still axes of one position, which a global pooling has left. */
  private boolean positionsLeft;

  /** What was flattened with its channels first; null where the order is ours. */
  private Shape flattened;

  /**
   * A chain without layers yet.
   *
   * @param start the name of what goes in
   * @param channelsFirst whether it has its channels first
   */
  ImportedChain(
      OnnxTensors tensors, String start, Shape input, boolean channelsFirst, NodeProto last) {
    this(tensors, start, input, channelsFirst, last, "");
  }

  private ImportedChain(
      OnnxTensors tensors,
      String start,
      Shape input,
      boolean channelsFirst,
      NodeProto last,
      String scope) {
    this.tensors = tensors;
    this.current = start;
    this.input = input;
    this.channelsFirst = channelsFirst;
    this.last = last;
    this.scope = scope;
  }

  /** A branch of the next layer, which begins with what this chain puts out. */
  ImportedChain branch(Class<? extends Layer> join, int number) {
    String inner =
        scope + layers.size() + "-" + Names.of(join) + "/" + number + "-" + Names.of(Chain.class);
    ImportedChain b = new ImportedChain(tensors, current, now(), channelsFirst, null, inner + "/");
    b.flattened = flattened;
    b.positionsLeft = positionsLeft;
    return b;
  }

  /** The layer in which branches come together. */
  void join(NodeProto n, Layer layer, List<ImportedChain> branches) {
    ImportedChain first = branches.get(0);
    for (ImportedChain b : branches) {
      if (b.channelsFirst != first.channelsFirst
          || b.positionsLeft != first.positionsLeft
          || !Objects.equals(b.flattened, first.flattened)) {
        throw ImportedNode.refused(n, "because its branches have their channels at other places");
      }
      numbers.putAll(b.numbers);
    }
    if (layer instanceof Concatenate) {
      int rank = first.now().rank() + 1;
      int axis = ImportedNode.whole(n, "axis", rank);
      boolean known = axis >= 0 || !first.positionsLeft;
      boolean channels = Math.floorMod(axis, rank) == (first.channelsFirst ? 1 : rank - 1);
      if (!known || axis >= rank || !channels || first.flattened != null) {
        throw ImportedNode.refused(n, "because it joins something else than channels");
      }
    }
    layers.add(layer);
    channelsFirst = first.channelsFirst;
    positionsLeft = first.positionsLeft;
    flattened = first.flattened;
    current = n.getOutput(0);
  }

  String current() {
    return current;
  }

  Shape input() {
    return input;
  }

  List<Layer> layers() {
    return layers;
  }

  Map<String, float[]> numbers() {
    return numbers;
  }

  String loss() {
    return loss;
  }

  /** The next node of the chain. */
  void add(NodeProto n) {
    int data = -1;
    for (int i = 0; i < n.getInputCount(); i++) {
      if (n.getInput(i).equals(current)) {
        data = data < 0 ? i : -2;
      } else if (!n.getInput(i).isEmpty() && !tensors.has(n.getInput(i))) {
        throw ImportedNode.refused(
            n, "because it takes something else than the node before it and constants");
      }
    }
    boolean commutes = n.getOpType().equals("Add") || n.getOpType().equals("Mul");
    if (data < 0 || (data > 0 && !commutes)) {
      throw ImportedNode.refused(n, "because it is not one of a chain");
    }
    boolean isLast = n == last;
    switch (n.getOpType()) {
      case "Identity", "Dropout" -> {}
      case "Gemm" -> gemm(n);
      case "MatMul" -> dense(n, false, false);
      case "Add" -> shift(n, n.getInput(1 - data));
      case "Mul" -> scale(n, n.getInput(1 - data));
      case "Conv" -> convolution(n);
      case "MaxPool" -> layers.add(new MaxPool(size(n), strides(n), padding(n)));
      case "AveragePool" -> averagePool(n);
      case "GlobalAveragePool" -> global(new GlobalAveragePool());
      case "GlobalMaxPool" -> global(new GlobalMaxPool());
      case "BatchNormalization" -> batchNorm(n);
      case "Flatten", "Reshape" -> flatten(n);
      case "Transpose" -> transpose(n);
      case "Softmax" -> ending(n, isLast || feedsOutput(n), "cross-entropy", null);
      case "Sigmoid" -> ending(n, isLast || feedsOutput(n), "binary-cross-entropy", new Sigmoid());
      case "Relu" -> activation(new Relu());
      case "LeakyRelu" -> activation(new LeakyRelu(ImportedNode.number(n, "alpha", 0.01)));
      case "Elu" -> activation(new Elu(ImportedNode.number(n, "alpha", 1)));
      case "Selu" -> activation(new Selu());
      case "Tanh" -> activation(new Tanh());
      case "Softplus" -> activation(new Softplus());
      default -> throw ImportedNode.refused(n, "because its operator is not read");
    }
    current = n.getOutput(0);
  }

  /** Whether only an Identity follows. */
  private boolean feedsOutput(NodeProto n) {
    return last != null
        && last.getOpType().equals("Identity")
        && last.getInput(0).equals(n.getOutput(0));
  }

  private void ending(NodeProto n, boolean isLast, String endsIn, Activation inside) {
    if (isLast) {
      loss = endsIn;
    } else if (inside != null) {
      activation(inside);
    } else {
      throw ImportedNode.refused(n, "because it is read at the end only");
    }
  }

  private void activation(Activation a) {
    layers.add(new ActivationLayer(a));
  }

  // ---- dense

  private void gemm(NodeProto n) {
    if (ImportedNode.number(n, "alpha", 1) != 1
        || ImportedNode.number(n, "beta", 1) != 1
        || ImportedNode.whole(n, "transA", 0) != 0) {
      throw ImportedNode.refused(n, "because alpha and beta must be 1 and transA 0");
    }
    dense(
        n,
        ImportedNode.whole(n, "transB", 0) != 0,
        n.getInputCount() > 2 && !n.getInput(2).isEmpty());
  }

  private void dense(NodeProto n, boolean transposed, boolean bias) {
    int[] sizes = tensors.sizes(n.getInput(1));
    if (sizes.length != 2) {
      throw ImportedNode.refused(n, "because its weights have " + sizes.length + " axes");
    }
    int in = transposed ? sizes[1] : sizes[0];
    int units = transposed ? sizes[0] : sizes[1];
    float[] w = tensors.floats(n.getInput(1));
    float[] weights = new float[w.length];
    for (int i = 0; i < in; i++) {
      for (int u = 0; u < units; u++) {
        weights[row(i) * units + u] = transposed ? w[u * in + i] : w[i * units + u];
      }
    }
    if (channelsFirst && now().rank() > 1) {
      throw ImportedNode.refused(n, "because it multiplies positions and not channels");
    }
    flattened = null;
    layers.add(new Dense(units, new Identity(), bias, new Auto()));
    put("weights", weights);
    if (bias) {
      put("bias", tensors.floats(n.getInput(2)));
    }
  }

  /** Where the input that was number i of a flattened image is now. */
  private int row(int i) {
    if (flattened == null) {
      return i;
    }
    int positions = flattened.elements() / flattened.columns();
    return i % positions * flattened.columns() + i / positions;
  }

  private void put(String name, float[] values) {
    numbers.put(path(name), values);
  }

  private String path(String name) {
    int i = layers.size() - 1;
    return scope + i + "-" + Names.of(layers.get(i).getClass()) + "/" + name;
  }

  /** The bias of what has none yet, or more of the shift of a normalization. */
  private void shift(NodeProto n, String constant) {
    float[] row = tensors.floats(constant);
    Layer l = layers.isEmpty() ? null : layers.get(layers.size() - 1);
    if (l instanceof Dense d && !d.bias() && row.length == d.units()) {
      layers.set(layers.size() - 1, new Dense(d.units(), d.activation(), true, d.weights()));
      put("bias", row);
    } else if (l instanceof BatchNorm && row.length == numbers.get(path("shift")).length) {
      float[] shift = numbers.get(path("shift")).clone();
      for (int i = 0; i < row.length; i++) {
        shift[i] += row[i];
      }
      put("shift", shift);
    } else {
      throw ImportedNode.refused(n, "because it follows neither a dense layer nor a normalization");
    }
  }

  private void scale(NodeProto n, String constant) {
    float[] row = tensors.floats(constant);
    Layer l = layers.isEmpty() ? null : layers.get(layers.size() - 1);
    if (!(l instanceof BatchNorm) || row.length != numbers.get(path("gain")).length) {
      throw ImportedNode.refused(n, "because it does not follow a normalization");
    }
    float[] gain = numbers.get(path("gain")).clone();
    float[] shift = numbers.get(path("shift")).clone();
    for (int i = 0; i < row.length; i++) {
      gain[i] *= row[i];
      shift[i] *= row[i];
    }
    put("gain", gain);
    put("shift", shift);
  }

  private void batchNorm(NodeProto n) {
    if (!channelsFirst && now().rank() > 1) {
      throw ImportedNode.refused(n, "because it normalizes positions and not channels");
    }
    layers.add(new BatchNorm(0.9, ImportedNode.number(n, "epsilon", 1e-5)));
    float[] ones = tensors.floats(n.getInput(4)).clone();
    Arrays.fill(ones, 1);
    put("gain", tensors.floats(n.getInput(1)));
    put("shift", tensors.floats(n.getInput(2)));
    put("mean-sum", tensors.floats(n.getInput(3)));
    put("variance-sum", tensors.floats(n.getInput(4)));
    put("weight-sum", ones);
  }

  // ---- images

  private void convolution(NodeProto n) {
    int[] sizes = tensors.sizes(n.getInput(1));
    Shape now = now();
    if (now.rank() < 2 || sizes.length != now.rank() + 1 || !channelsFirst) {
      throw ImportedNode.refused(n, "because only convolutions of images and sequences are read");
    }
    int filters = sizes[0];
    int channels = sizes[1];
    int places = kernelPlaces(sizes);
    float[] kernel = tensors.floats(n.getInput(1));
    float[] weights = new float[kernel.length];
    for (int k = 0; k < places; k++) {
      for (int c = 0; c < channels; c++) {
        for (int f = 0; f < filters; f++) {
          weights[(k * channels + c) * filters + f] = kernel[(f * channels + c) * places + k];
        }
      }
    }
    boolean bias = n.getInputCount() > 2;
    List<Integer> strides = strides(n);
    List<Integer> dilations = ImportedNode.list(n, "dilations", ones());
    int groups = ImportedNode.whole(n, "group", 1);
    Activation none = new Identity();
    layers.add(
        now.rank() == 2
            ? new Conv1d(
                filters,
                sizes[2],
                none,
                strides.get(0),
                padding(n),
                dilations.get(0),
                groups,
                bias,
                new Auto())
            : new Conv2d(
                filters,
                List.of(sizes[2], sizes[3]),
                none,
                strides,
                padding(n),
                dilations,
                groups,
                bias,
                new Auto()));
    put("weights", weights);
    if (bias) {
      put("bias", tensors.floats(n.getInput(2)));
    }
  }

  private static int kernelPlaces(int[] sizes) {
    return sizes.length == 3 ? sizes[2] : sizes[2] * sizes[3];
  }

  /** A one for each axis of positions. */
  private List<Integer> ones() {
    return Collections.nCopies(now().rank() - 1, 1);
  }

  private void averagePool(NodeProto n) {
    boolean padding = ImportedNode.whole(n, "count_include_pad", 0) != 0;
    layers.add(new AveragePool(size(n), strides(n), padding(n), padding));
  }

  private List<Integer> size(NodeProto n) {
    boolean dilated = ImportedNode.list(n, "dilations", ones()).stream().anyMatch(d -> d != 1);
    if (!channelsFirst || dilated || ImportedNode.whole(n, "ceil_mode", 0) != 0) {
      throw ImportedNode.refused(
          n, "because it is no pooling of positions without dilation, rounded down");
    }
    return ImportedNode.list(n, "kernel_shape", List.of());
  }

  private List<Integer> strides(NodeProto n) {
    return ImportedNode.list(n, "strides", ones());
  }

  private static Padding padding(NodeProto n) {
    for (AttributeProto a : n.getAttributeList()) {
      String how = a.getS().toStringUtf8();
      if (a.getName().equals("auto_pad") && !how.equals("NOTSET") && !how.equals("VALID")) {
        throw ImportedNode.refused(n, "because its padding " + how + " is not given in numbers");
      }
    }
    List<Integer> p = ImportedNode.list(n, "pads", List.of(0, 0, 0, 0));
    return p.size() == 2
        ? new SidesPadding(0, 0, p.get(0), p.get(1))
        : new SidesPadding(p.get(0), p.get(2), p.get(1), p.get(3));
  }

  private void global(Layer pool) {
    layers.add(pool);
    channelsFirst = false;
    positionsLeft = true;
  }

  private void transpose(NodeProto n) {
    List<Integer> order = ImportedNode.list(n, "perm", List.of());
    boolean image = now().rank() == 3;
    List<Integer> toFront = image ? List.of(0, 3, 1, 2) : List.of(0, 2, 1);
    List<Integer> toBack = image ? List.of(0, 2, 3, 1) : List.of(0, 2, 1);
    if (order.equals(toFront) && !channelsFirst) {
      channelsFirst = true;
    } else if (order.equals(toBack) && channelsFirst) {
      channelsFirst = false;
    } else {
      throw ImportedNode.refused(n, "because it does more than to move the channels");
    }
  }

  private void flatten(NodeProto n) {
    Shape now = now();
    if (n.getOpType().equals("Flatten") && ImportedNode.whole(n, "axis", 1) != 1) {
      throw ImportedNode.refused(n, "because its axis is not 1");
    }
    if (n.getOpType().equals("Reshape")) {
      long[] to = tensors.whole(n.getInput(1));
      boolean flat = to.length == 2 && (to[1] == -1 || to[1] == now.elements());
      if (!flat) {
        throw ImportedNode.refused(n, "because it does not make one row of each example");
      }
    }
    positionsLeft = false;
    if (now.rank() > 1) {
      flattened = channelsFirst ? now : null;
      channelsFirst = false;
      layers.add(new Flatten());
    }
  }

  /** The shape that the layers so far put out. */
  private Shape now() {
    NetworkSpec flat = new NetworkSpec(input, new Chain(layers), new MeanSquaredError());
    return Network.prediction(flat).output().shape();
  }
}
