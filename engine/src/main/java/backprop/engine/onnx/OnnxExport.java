// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Graph.Recorded;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.model.Model;
import backprop.engine.model.Version;
import backprop.engine.network.Network;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A trained network as an ONNX model (Open Neural Network Exchange, onnx.ai): operator set 17, one
 * input {@code input} of {@code batch x shape}, one output {@code prediction} with what {@link
 * backprop.engine.model.Scorer} gives, all in float. The number of examples is left open; images
 * and sequences have their channels or features last.
 *
 * <p>The recording of a prediction is walked op by op; {@link OpTable} says how each is written.
 * Parameters keep their paths as names.
 */
public final class OnnxExport {
  /** The name of the input. */
  public static final String INPUT = "input";

  /** The name of the output. */
  public static final String PREDICTION = "prediction";

  /** LayerNormalization is there from this version on. */
  private static final int OPERATOR_SET = 17;

  private static final int FORMAT = 8;

  private final Model model;
  private final Layout layout;
  private final Network.Prediction recording;
  private final OnnxGraph graph = new OnnxGraph("network");
  private final Map<Integer, String> names = new HashMap<>();
  private final OpTable table = new OpTable();

  private OnnxExport(Model model) {
    this.model = model;
    this.layout = Network.layout(model.spec());
    this.recording = Network.prediction(model.spec());
  }

  /**
   * The model as bytes of an {@code .onnx} file.
   *
   * @throws OnnxException when a layer computes something that ONNX has no operator for, naming the
   *     layer and the operation
   */
  public static byte[] write(Model model) {
    return new OnnxExport(model).model().toByteArray();
  }

  private ModelProto model() {
    Graph g = recording.graph();
    Shape in = recording.input().shape();
    names.put(recording.input().id(), graph.input(INPUT, in));
    for (Recorded r : g.recorded(recording.prediction())) {
      graph.path(r.path());
      names.put(r.output().id(), table.write(r.op(), new Site(graph, r, this)));
    }
    graph.path("");
    Value end = recording.prediction();
    graph.output(PREDICTION, name(end), end.shape());
    return wrap(graph);
  }

  static ModelProto wrap(OnnxGraph graph) {
    return ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .setProducerName("Backprop for Weka")
        .setProducerVersion(Version.current())
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
        .setGraph(graph.build())
        .build();
  }

  /** The name of a value; views, parameters and state are written when first asked for. */
  String name(Value v) {
    String known = names.get(v.id());
    if (known != null) {
      return known;
    }
    String name = v.base() != null ? view(v) : kept(v);
    names.put(v.id(), name);
    return name;
  }

  private String view(Value v) {
    String base = name(v.base());
    if (v.firstColumn() < 0) {
      int[] sizes = v.shape().sizes();
      long[] dims = new long[sizes.length + (v.perExample() ? 1 : 0)];
      Arrays.fill(dims, -1);
      for (int i = 0; i < sizes.length; i++) {
        dims[dims.length - sizes.length + i] = sizes[i];
      }
      return graph.node("Reshape", base, graph.whole(dims));
    }
    long from = v.firstColumn();
    return graph.node(
        "Slice", base, graph.whole(from), graph.whole(from + v.shape().columns()), graph.whole(-1));
  }

  private String kept(Value v) {
    String path = recording.graph().kept(v).orElseThrow();
    int[] sizes = v.shape().sizes();
    return graph.floats(path, numbers(path), sizes);
  }

  /** The numbers of a parameter or a state; null for what is computed. */
  float[] numbers(Value v) {
    return recording.graph().kept(v).map(this::numbers).orElse(null);
  }

  private float[] numbers(String path) {
    for (Slot s : layout.slots()) {
      if (s.path().equals(path)) {
        return Arrays.copyOfRange(model.parameters(), s.offset(), s.offset() + s.size());
      }
    }
    Layout.StateEntry s = layout.state(path);
    return Arrays.copyOfRange(model.state(), s.offset(), s.offset() + s.columns());
  }
}
