// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import backprop.engine.activation.Identity;
import backprop.engine.init.Auto;
import backprop.engine.layer.Conv1d;
import backprop.engine.layer.Conv2d;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Padding;
import backprop.engine.layer.SidesPadding;
import java.util.Collections;
import java.util.List;

/** Nodes whose windows slide over images and sequences, as layers. */
final class ImportedWindows {
  private ImportedWindows() {}

  /** Filters x channels x places as places * channels x filters. */
  static float[] weights(float[] kernel, int[] sizes) {
    int filters = sizes[0];
    int channels = sizes[1];
    int places = sizes.length == 3 ? sizes[2] : sizes[2] * sizes[3];
    float[] weights = new float[kernel.length];
    for (int k = 0; k < places; k++) {
      for (int c = 0; c < channels; c++) {
        for (int f = 0; f < filters; f++) {
          weights[(k * channels + c) * filters + f] = kernel[(f * channels + c) * places + k];
        }
      }
    }
    return weights;
  }

  /**
   * A convolution of a sequence or an image.
   *
   * @param sizes of the kernel: filters, channels of a group, one or two axes of positions
   */
  static Layer convolution(NodeProto n, int[] sizes, boolean bias) {
    int axes = sizes.length - 2;
    List<Integer> strides = strides(n, axes);
    List<Integer> dilations = ImportedNode.list(n, "dilations", Collections.nCopies(axes, 1));
    int groups = ImportedNode.whole(n, "group", 1);
    Identity none = new Identity();
    if (axes == 1) {
      int stride = strides.get(0);
      int dilation = dilations.get(0);
      return new Conv1d(
          sizes[0], sizes[2], none, stride, padding(n), dilation, groups, bias, new Auto());
    }
    List<Integer> size = List.of(sizes[2], sizes[3]);
    return new Conv2d(
        sizes[0], size, none, strides, padding(n), dilations, groups, bias, new Auto());
  }

  /** Distances between windows, one for each axis of positions. */
  static List<Integer> strides(NodeProto n, int axes) {
    return ImportedNode.list(n, "strides", Collections.nCopies(axes, 1));
  }

  /** What surrounds the input. */
  static Padding padding(NodeProto n) {
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
}
