// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Product;
import backprop.engine.layer.Sum;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where the nodes of an ONNX graph run in a row and where they branch. What several nodes read is
 * where branches begin; they end in the first node that every way to the output goes through.
 */
final class ImportedGraph {
  /** Operators that read sequences and images with their channels first. */
  private static final Set<String> CHANNELS_FIRST =
      Set.of(
          "Conv",
          "MaxPool",
          "AveragePool",
          "GlobalMaxPool",
          "GlobalAveragePool",
          "BatchNormalization");

  private static final Map<String, Class<? extends Layer>> JOINS =
      Map.of("Add", Sum.class, "Mul", Product.class, "Concat", Concatenate.class);

  private static final Map<String, Function<List<Layer>, Layer>> MAKE =
      Map.of("Add", Sum::new, "Mul", Product::new, "Concat", Concatenate::new);

  private final OnnxTensors tensors;
  private final List<NodeProto> nodes;

  /**
   * @param nodes each after those that it reads, as ONNX wants it
   */
  ImportedGraph(OnnxTensors tensors, List<NodeProto> nodes) {
    this.tensors = tensors;
    this.nodes = nodes;
    if (nodes.isEmpty()) {
      throw new OnnxException("the model has only constants");
    }
  }

  /** All layers from the input to the output. */
  ImportedChain read(ValueInfoProto in, String output) {
    String first = nodes.get(0).getOpType();
    boolean turned = first.equals("Transpose");
    List<Integer> s = new ArrayList<>();
    TensorShapeProto dims = in.getType().getTensorType().getShape();
    for (int i = 1; i < dims.getDimCount(); i++) {
      s.add((int) dims.getDim(i).getDimValue());
    }
    boolean channelsFirst =
        !turned && (s.size() == 3 || (s.size() == 2 && CHANNELS_FIRST.contains(first)));
    Shape input =
        switch (s.size()) {
          case 1 -> Shape.of(s.get(0));
          case 2 -> channelsFirst ? Shape.of(s.get(1), s.get(0)) : Shape.of(s.get(0), s.get(1));
          case 3 ->
              channelsFirst
                  ? Shape.of(s.get(1), s.get(2), s.get(0))
                  : Shape.of(s.get(0), s.get(1), s.get(2));
          default ->
              throw new OnnxException(
                  "the input '"
                      + in.getName()
                      + "' has "
                      + dims.getDimCount()
                      + " axes, read are 2 (rows), 3 (sequences) and 4 (images)");
        };
    NodeProto last = nodes.get(nodes.size() - 1);
    ImportedChain chain = new ImportedChain(tensors, in.getName(), input, channelsFirst, last);
    BitSet used = walk(chain, output);
    if (used.cardinality() < nodes.size()) {
      NodeProto unused = nodes.get(used.nextClearBit(0));
      throw ImportedNode.refused(unused, "because it is not between the input and the output");
    }
    return chain;
  }

  /** Adds all nodes up to a value; gives those that were read. */
  private BitSet walk(ImportedChain chain, String end) {
    BitSet section = between(chain.current(), end);
    while (!chain.current().equals(end)) {
      List<NodeProto> readers = readers(section, chain.current());
      if (readers.isEmpty()) {
        throw new OnnxException("'" + end + "' does not follow from the model's input");
      }
      if (readers.size() == 1 && computed(readers.get(0)).size() == 1) {
        chain.add(readers.get(0));
      } else {
        join(chain, nodes.get(meeting(section, chain.current(), end)));
      }
    }
    return section;
  }

  private void join(ImportedChain chain, NodeProto n) {
    Class<? extends Layer> type = JOINS.get(n.getOpType());
    List<String> ends = computed(n);
    if (type == null || ends.size() != n.getInputCount()) {
      throw ImportedNode.refused(
          n, "because it joins branches, for which only Add, Mul and Concat are read");
    }
    List<ImportedChain> branches = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    BitSet seen = new BitSet();
    for (int i = 0; i < ends.size(); i++) {
      ImportedChain branch = chain.branch(type, i);
      BitSet here = walk(branch, ends.get(i));
      if (here.intersects(seen)) {
        throw ImportedNode.refused(n, "because its branches are not apart from each other");
      }
      seen.or(here);
      branches.add(branch);
      layers.add(new Chain(branch.layers()));
    }
    chain.join(n, MAKE.get(n.getOpType()).apply(layers), branches);
  }

  /** The inputs that are no constants. */
  private List<String> computed(NodeProto n) {
    return n.getInputList().stream().filter(i -> !i.isEmpty() && !tensors.has(i)).toList();
  }

  private List<NodeProto> readers(BitSet section, String value) {
    return section.stream()
        .mapToObj(nodes::get)
        .filter(n -> n.getInputList().contains(value))
        .toList();
  }

  /** The first node of a section without which its end is not reached. */
  private int meeting(BitSet section, String start, String end) {
    return section.stream()
        .filter(i -> !reached(section, start, i).contains(end))
        .findFirst()
        .orElseThrow();
  }

  /** What follows from a value through the nodes of a section but one. */
  private Set<String> reached(BitSet section, String start, int without) {
    Set<String> reached = new HashSet<>(Set.of(start));
    for (int i = section.nextSetBit(0); i >= 0; i = section.nextSetBit(i + 1)) {
      if (i != without && nodes.get(i).getInputList().stream().anyMatch(reached::contains)) {
        reached.addAll(nodes.get(i).getOutputList());
      }
    }
    return reached;
  }

  /** The nodes on ways from one value to another. */
  private BitSet between(String start, String end) {
    BitSet all = new BitSet();
    all.set(0, nodes.size());
    Set<String> forward = reached(all, start, -1);
    Set<String> needed = new HashSet<>(Set.of(end));
    BitSet section = new BitSet();
    for (int i = nodes.size() - 1; i >= 0 && !start.equals(end); i--) {
      NodeProto n = nodes.get(i);
      boolean follows = n.getInputList().stream().anyMatch(forward::contains);
      if (follows && n.getOutputList().stream().anyMatch(needed::contains)) {
        section.set(i);
        n.getInputList().stream().filter(v -> !v.equals(start)).forEach(needed::add);
      }
    }
    return section;
  }
}
