// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;

/** What a node that is read says about itself. */
final class ImportedNode {
  private ImportedNode() {}

  private static AttributeProto attribute(NodeProto n, String name) {
    for (AttributeProto a : n.getAttributeList()) {
      if (a.getName().equals(name)) {
        return a;
      }
    }
    return null;
  }

  /** A number, as short as it was meant: 0.1 and not the nearest float to it. */
  static double number(NodeProto n, String name, double otherwise) {
    AttributeProto a = attribute(n, name);
    return a == null ? otherwise : Double.parseDouble(Float.toString(a.getF()));
  }

  /** A whole number. */
  static int whole(NodeProto n, String name, int otherwise) {
    AttributeProto a = attribute(n, name);
    return a == null ? otherwise : Math.toIntExact(a.getI());
  }

  /** Whole numbers. */
  static List<Integer> list(NodeProto n, String name, List<Integer> otherwise) {
    AttributeProto a = attribute(n, name);
    return a == null ? otherwise : a.getIntsList().stream().map(Math::toIntExact).toList();
  }

  /** What to throw where a node cannot be read. */
  static OnnxException refused(NodeProto n, String why) {
    return new OnnxException(
        "the node '" + n.getName() + "' (" + n.getOpType() + ") cannot be read, " + why);
  }
}
