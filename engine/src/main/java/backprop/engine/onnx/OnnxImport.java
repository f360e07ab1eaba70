// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Version;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network from an ONNX model, for transfer learning: feed-forward and convolution networks, of
 * which branches come together in sums, products or side by side. Images and sequences come
 * channels first there and channels last here; kernels and the weights behind a flattening are put
 * into the order that belongs to it.
 *
 * <p>A softmax or a sigmoid at the end belongs to the loss here: cross-entropy and binary
 * cross-entropy; without one the loss is the mean squared error. Everything that is not read is
 * refused by the name of its node.
 */
public final class OnnxImport {
  private OnnxImport() {}

  /**
   * The network in the bytes of an {@code .onnx} file.
   *
   * @throws OnnxException in one sentence when they are no ONNX model or hold something else,
   *     naming the node
   */
  public static Model read(byte[] bytes) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException("this is no ONNX model: " + e.getMessage(), e);
    }
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      throw new OnnxException("this is no ONNX model: it has no nodes");
    }
    try {
      return read(model);
    } catch (OnnxException e) {
      throw e;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new OnnxException("the ONNX model does not fit together: " + e.getMessage(), e);
    }
  }

  private static Model read(ModelProto model) {
    OnnxTensors tensors = new OnnxTensors(model.getGraph());
    ValueInfoProto input = null;
    for (ValueInfoProto v : model.getGraph().getInputList()) {
      if (!tensors.has(v.getName())) {
        if (input != null) {
          throw new OnnxException(
              "the model has the inputs '"
                  + input.getName()
                  + "' and '"
                  + v.getName()
                  + "', a network here has one");
        }
        input = v;
      }
    }
    if (input == null || model.getGraph().getOutputCount() != 1) {
      throw new OnnxException("the model must have one input and one output");
    }
    List<NodeProto> nodes = new ArrayList<>(model.getGraph().getNodeList());
    nodes.removeIf(n -> n.getOpType().equals("Constant"));
    String output = model.getGraph().getOutput(0).getName();
    ImportedChain chain = new ImportedGraph(tensors, nodes).read(input, output);
    return model(chain, model.getProducerName());
  }

  private static Model model(ImportedChain chain, String producer) {
    Shape input = chain.input();
    Layer body = new Chain(chain.layers());
    Loss loss = Catalogs.parse(Loss.class, chain.loss());
    NetworkSpec spec = new NetworkSpec(input, body, loss);
    Layout layout = Network.layout(spec);
    float[] parameters = new float[layout.size()];
    float[] state = new float[layout.stateSize()];
    chain.numbers().forEach((path, values) -> copy(layout, path, values, parameters, state));
    Provenance how =
        new Provenance(
            Version.current(),
            0,
            "",
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            "imported from ONNX",
            0,
            List.of(),
            List.of("written by " + producer));
    return new Model(spec, parameters, state, how);
  }

  private static void copy(
      Layout layout, String path, float[] values, float[] parameters, float[] state) {
    boolean trained = layout.slots().stream().anyMatch(s -> s.path().equals(path));
    int size = trained ? layout.slot(path).size() : layout.state(path).columns();
    if (values.length != size) {
      throw new OnnxException(path + " wants " + size + " numbers, found are " + values.length);
    }
    int offset = trained ? layout.slot(path).offset() : layout.state(path).offset();
    System.arraycopy(values, 0, trained ? parameters : state, offset, size);
  }
}
