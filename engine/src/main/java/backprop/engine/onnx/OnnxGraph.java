// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import backprop.engine.graph.Shape;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An ONNX graph while it is being written: nodes, constants and names that occur once. */
final class OnnxGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> sharedConstants = new HashMap<>();
  private String path = "";

  OnnxGraph(String name) {
    graph.setName(name);
  }

  /** The layer that the following nodes belong to. */
  void path(String layer) {
    path = layer;
  }

  GraphProto build() {
    return graph.build();
  }

  /** Declares the graph's input, one number of examples for all. */
  String input(String name, Shape shape) {
    graph.addInput(info(claim(name), shape));
    return name;
  }

  /** Declares that a value is the graph's output, under the name given. */
  void output(String name, String value, Shape shape) {
    NodeProto.Builder n = NodeProto.newBuilder().setOpType("Identity").setName(claim(name));
    graph.addNode(n.addInput(value).addOutput(name));
    graph.addOutput(info(name, shape));
  }

  private static ValueInfoProto info(String name, Shape shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (int s : shape.sizes()) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(s));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(dims)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  // ---- nodes

  /** A node with one output, whose name is returned; an empty input is one left out. */
  String node(String type, String... inputs) {
    return node(type, Attributes.NONE, inputs);
  }

  /** A node with attributes. */
  String node(String type, Attributes attributes, String... inputs) {
    return node(type, attributes, 0, inputs);
  }

  /** A node of whose outputs only one, counted from 0, is wanted. */
  String node(String type, Attributes attributes, int wanted, String... inputs) {
    String output = claim(path.isEmpty() ? type : path + "/" + type);
    NodeProto.Builder n = NodeProto.newBuilder().setOpType(type).setName(output);
    for (String i : inputs) {
      n.addInput(i);
    }
    for (AttributeProto a : attributes.list()) {
      n.addAttribute(a);
    }
    for (int i = 0; i < wanted; i++) {
      n.addOutput("");
    }
    graph.addNode(n.addOutput(output));
    return output;
  }

  // ---- constants

  /** A named constant tensor, row-major. */
  String floats(String name, float[] values, int... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : values) {
      raw.putFloat(v);
    }
    return tensor(name, TensorProto.DataType.FLOAT_VALUE, raw, dims);
  }

  /** A number for all elements; equal ones are written once. */
  String number(double value) {
    float v = (float) value;
    return sharedConstants.computeIfAbsent(
        "number " + v, k -> floats("constant/" + v, new float[] {v}, 1));
  }

  /** A number of rank 0, which some operators insist on. */
  String scalar(double value) {
    float v = (float) value;
    return sharedConstants.computeIfAbsent(
        "scalar " + v, k -> floats("scalar/" + v, new float[] {v}));
  }

  /** A whole number of rank 0. */
  String scalarWhole(long value) {
    return sharedConstants.computeIfAbsent(
        "scalar whole " + value,
        k -> {
          ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
          return tensor("index/" + value, TensorProto.DataType.INT64_VALUE, raw);
        });
  }

  /** Whole numbers, such as a shape; equal ones are written once. */
  String whole(long... values) {
    StringBuilder name = new StringBuilder("sizes");
    for (long v : values) {
      name.append('/').append(v);
    }
    return sharedConstants.computeIfAbsent(
        name.toString(),
        k -> {
          ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
          for (long v : values) {
            raw.putLong(v);
          }
          return tensor(k, TensorProto.DataType.INT64_VALUE, raw, values.length);
        });
  }

  private String tensor(String name, int type, ByteBuffer raw, int... dims) {
    String unique = claim(name);
    TensorProto.Builder t = TensorProto.newBuilder().setName(unique).setDataType(type);
    for (int d : dims) {
      t.addDims(d);
    }
    graph.addInitializer(t.setRawData(ByteString.copyFrom(raw.flip())));
    return unique;
  }

  private String claim(String name) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "_" + i;
    }
    return unique;
  }
}
