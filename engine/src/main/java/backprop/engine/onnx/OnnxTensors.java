// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The constants of an ONNX graph: its initializers and its Constant nodes. */
final class OnnxTensors {
  private final Map<String, TensorProto> tensors = new HashMap<>();

  OnnxTensors(GraphProto graph) {
    graph.getInitializerList().forEach(t -> tensors.put(t.getName(), t));
    for (NodeProto n : graph.getNodeList()) {
      if (n.getOpType().equals("Constant") && n.getOutputCount() == 1) {
        for (AttributeProto a : n.getAttributeList()) {
          if (a.getName().equals("value")) {
            tensors.put(n.getOutput(0), a.getT());
          }
        }
      }
    }
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** The sizes of a constant. */
  int[] sizes(String name) {
    return tensors.get(name).getDimsList().stream().mapToInt(Math::toIntExact).toArray();
  }

  /** The numbers of a constant, after a check that they are as many as its sizes say. */
  float[] floats(String name) {
    TensorProto t = tensors.get(name);
    if (t.getDataType() != TensorProto.DataType.FLOAT_VALUE
        || t.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new OnnxException(
          "the constant '" + name + "' is not made of floats that are in the file");
    }
    float[] values = new float[count(t, t.getFloatDataCount(), 4)];
    ByteBuffer raw = t.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = t.getFloatDataCount() > 0 ? t.getFloatData(i) : raw.getFloat();
    }
    return values;
  }

  /** Whole numbers, such as a shape. */
  long[] whole(String name) {
    TensorProto t = tensors.get(name);
    if (t.getDataType() != TensorProto.DataType.INT64_VALUE) {
      throw new OnnxException("the constant '" + name + "' is not made of whole numbers");
    }
    long[] values = new long[count(t, t.getInt64DataCount(), 8)];
    ByteBuffer raw = t.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = t.getInt64DataCount() > 0 ? t.getInt64Data(i) : raw.getLong();
    }
    return values;
  }

  private static int count(TensorProto t, int listed, int bytes) {
    long product = 1;
    for (long d : t.getDimsList()) {
      product = d < 0 ? -1 : Math.multiplyExact(product, d);
    }
    long found = listed > 0 ? listed : t.getRawData().size() / bytes;
    if (product != found) {
      throw new OnnxException(
          "the constant '" + t.getName() + "' announces " + product + " numbers and has " + found);
    }
    return (int) product;
  }
}
