// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/** The attributes of a node to be written; each method gives the same with one more. */
record Attributes(List<AttributeProto> list) {
  static final Attributes NONE = new Attributes(List.of());

  /** One whole number. */
  static Attributes of(String name, long value) {
    return NONE.with(name, value);
  }

  /** One number. */
  static Attributes of(String name, double value) {
    return NONE.with(name, value);
  }

  Attributes with(String name, long value) {
    return and(named(name, AttributeType.INT).setI(value));
  }

  Attributes with(String name, double value) {
    return and(named(name, AttributeType.FLOAT).setF((float) value));
  }

  Attributes with(String name, String value) {
    return and(named(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  Attributes withList(String name, long... values) {
    AttributeProto.Builder a = named(name, AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return and(a);
  }

  Attributes withTexts(String name, List<String> values) {
    AttributeProto.Builder a = named(name, AttributeType.STRINGS);
    values.forEach(v -> a.addStrings(ByteString.copyFromUtf8(v)));
    return and(a);
  }

  private static AttributeProto.Builder named(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private Attributes and(AttributeProto.Builder a) {
    List<AttributeProto> more = new ArrayList<>(list);
    more.add(a.build());
    return new Attributes(List.copyOf(more));
  }
}
