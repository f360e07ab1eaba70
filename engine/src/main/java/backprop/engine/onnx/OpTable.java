// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.graph.Copy;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.op.Add;
import backprop.engine.op.AddRow;
import backprop.engine.op.Affine;
import backprop.engine.op.AffineSlices;
import backprop.engine.op.AttentionScores;
import backprop.engine.op.AttentionSum;
import backprop.engine.op.Concatenate;
import backprop.engine.op.Convolution;
import backprop.engine.op.DepthwiseConvolution;
import backprop.engine.op.EndStep;
import backprop.engine.op.FindPadding;
import backprop.engine.op.GruSteps;
import backprop.engine.op.KeepSteps;
import backprop.engine.op.LocalResponse;
import backprop.engine.op.LogSoftmax;
import backprop.engine.op.Lookup;
import backprop.engine.op.LstmSteps;
import backprop.engine.op.MaskedSoftmax;
import backprop.engine.op.MaxPool;
import backprop.engine.op.Maximum;
import backprop.engine.op.Multiply;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.NormalizeByRootMeanSquare;
import backprop.engine.op.NormalizeByState;
import backprop.engine.op.NormalizeGroups;
import backprop.engine.op.NormalizeRows;
import backprop.engine.op.Predict;
import backprop.engine.op.RandomSlope;
import backprop.engine.op.RnnSteps;
import backprop.engine.op.Scale;
import backprop.engine.op.Sinusoids;
import backprop.engine.op.Softmax;
import backprop.engine.op.Spread;
import backprop.engine.op.Subtract;
import backprop.engine.op.SumPool;
import backprop.engine.op.TransposedConvolution;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How each op is written in ONNX: one line per op; what is longer is a method below or beside. */
final class OpTable {
  /** Writes an op and gives the name of its output. */
  interface Writer<O> {
    String write(O op, Site s);
  }

  private final Map<Class<?>, Writer<Op>> lines = new LinkedHashMap<>();
  private final FunctionTable functions = new FunctionTable();
  private final PredictionTable predictions = new PredictionTable();

  OpTable() {
    line(Copy.class, (o, s) -> s.node("Identity", s.in(0)));
    line(Add.class, (o, s) -> s.node("Add", s.all()));
    line(Subtract.class, (o, s) -> s.node("Sub", s.all()));
    line(Scale.class, (o, s) -> s.node("Mul", s.in(0), s.number(o.factor())));
    line(RandomSlope.class, (o, s) -> meanSlope(s, o));
    line(LogSoftmax.class, (o, s) -> s.node("LogSoftmax", Attributes.of("axis", -1), s.in(0)));
    line(FindPadding.class, (o, s) -> Recurrences.findPadding(s, o.value(), o.missing()));
    line(KeepSteps.class, (o, s) -> Recurrences.keepSteps(s));
    line(AddRow.class, (o, s) -> s.node("Add", s.all()));
    line(Scale.class, (o, s) -> s.node("Mul", s.in(0), s.number(o.factor())));
    line(Multiply.class, (o, s) -> s.node("Mul", s.all()));
    line(MultiplyRow.class, (o, s) -> s.node("Mul", s.all()));
    line(Affine.class, (o, s) -> affine(s));
    line(AffineSlices.class, (o, s) -> affineSlices(s, o.slices()));
    line(backprop.engine.op.Map.class, (o, s) -> functions.write(o.function(), s, s.in(0)));
    line(Predict.class, (o, s) -> predictions.write(o.function(), s));
    line(Softmax.class, (o, s) -> s.node("Softmax", Attributes.of("axis", -1), s.in(0)));
    line(NormalizeRows.class, (o, s) -> normalizeRows(s, o.epsilon()));
    line(NormalizeByState.class, (o, s) -> normalizeByState(s, o.epsilon()));
    line(NormalizeByRootMeanSquare.class, (o, s) -> rootMeanSquare(s, o.epsilon()));
    line(NormalizeGroups.class, (o, s) -> Windows.normalizeGroups(s, o.groups(), o.epsilon()));
    line(LocalResponse.class, (o, s) -> localResponse(s, o));
    line(Convolution.class, (o, s) -> Windows.convolution(s, o.window(), o.groups()));
    line(DepthwiseConvolution.class, (o, s) -> Windows.depthwise(s, o.window()));
    line(TransposedConvolution.class, (o, s) -> transposed(s, o));
    line(MaxPool.class, (o, s) -> Windows.maxPool(s, o.window()));
    line(SumPool.class, (o, s) -> Windows.sumPool(s, o.window(), o.divisor()));
    line(Spread.class, (o, s) -> Windows.spread(s, o.window()));
    line(RnnSteps.class, (o, s) -> Recurrences.rnn(s, o.how(), o.function()));
    line(LstmSteps.class, (o, s) -> Recurrences.lstm(s, o.how(), o.gate(), o.candidate()));
    line(GruSteps.class, (o, s) -> Recurrences.gru(s, o.how(), o.gate(), o.candidate()));
    line(EndStep.class, (o, s) -> Recurrences.endStep(s, o.first()));
    line(Lookup.class, (o, s) -> Recurrences.lookup(s));
    line(Concatenate.class, (o, s) -> concatenate(s));
    line(Maximum.class, (o, s) -> maximum(s, o.pieces()));
    line(AttentionScores.class, (o, s) -> Attention.scores(s, o.heads()));
    line(MaskedSoftmax.class, (o, s) -> Attention.softmax(s, o.heads(), o.causal()));
    line(AttentionSum.class, (o, s) -> Attention.sum(s, o.heads()));
    line(Sinusoids.class, (o, s) -> Attention.sinusoids(s, o.base()));
  }

  private <O extends Op> void line(Class<O> type, Writer<O> writer) {
    lines.put(type, (o, s) -> writer.write(type.cast(o), s));
  }

  /** Writes an op, or refuses it by name. */
  String write(Op op, Site s) {
    Writer<Op> w = lines.get(op.getClass());
    if (w == null) {
      throw s.refused("");
    }
    return w.write(op, s);
  }

  /** Gemm takes matrices only; with more axes it is a MatMul and an Add. */
  private static String affine(Site s) {
    if (s.rank(0) == 2) {
      return s.node("Gemm", s.all());
    }
    String product = s.node("MatMul", s.in(0), s.in(1));
    return s.inputs() > 2 ? s.node("Add", product, s.in(2)) : product;
  }

  /** A batched product: {@code batch x slices x 1 x in} times {@code slices x in x out}. */
  private static String affineSlices(Site s, int slices) {
    int in = s.shape(0).columns() / slices;
    int all = s.shape().columns();
    int out = all / slices;
    float[] sideBySide = s.numbers(1);
    float[] weights = new float[in * all];
    for (int i = 0; i < weights.length; i++) {
      int slice = i / (in * out);
      weights[i] = sideBySide[i / out % in * all + slice * out + i % out];
    }
    String w = s.floats("weights", weights, slices, in, out);
    String sums = s.node("MatMul", s.reshape(s.in(0), slices, 1, in), w);
    return s.node("Add", s.reshape(sums, s.shape().sizes()), s.in(2));
  }

  /** LayerNormalization wants a scale; the gain and the shift are ops of their own here. */
  private static String normalizeRows(Site s, double epsilon) {
    Shape x = s.shape(0);
    float[] ones = new float[x.columns()];
    Arrays.fill(ones, 1);
    return s.node(
        "LayerNormalization",
        Attributes.of("axis", -1).with("epsilon", epsilon),
        s.in(0),
        s.floats("ones", ones, x.columns()));
  }

  /** The moments are quotients of the state; the gain and the shift are ops of their own here. */
  private static String normalizeByState(Site s, double epsilon) {
    float[] weight = s.numbers(3);
    float[] mean = s.numbers(1).clone();
    float[] variance = s.numbers(2).clone();
    float[] ones = new float[weight.length];
    for (int i = 0; i < weight.length; i++) {
      mean[i] /= weight[i];
      variance[i] /= weight[i];
      ones[i] = 1;
    }
    int columns = weight.length;
    String y =
        s.node(
            "BatchNormalization",
            Attributes.of("epsilon", epsilon),
            s.channelsFirst(s.in(0), s.rank(0)),
            s.floats("scale", ones, columns),
            s.floats("offset", new float[columns], columns),
            s.floats("mean", mean, columns),
            s.floats("variance", variance, columns));
    return s.channelsLast(y, s.rank(0));
  }

  private static String rootMeanSquare(Site s, double epsilon) {
    Attributes lastAxis = Attributes.of("keepdims", 1).withList("axes", -1);
    String x = s.in(0);
    String square = s.node("ReduceMean", lastAxis, s.node("Mul", x, x));
    return s.node("Div", x, s.node("Sqrt", s.node("Add", square, s.number(epsilon))));
  }

  private static String meanSlope(Site s, RandomSlope o) {
    if (o.lower() != o.upper()) {
      throw s.refused("because it is random");
    }
    return s.node("LeakyRelu", Attributes.of("alpha", o.lower()), s.in(0));
  }

  private static String localResponse(Site s, LocalResponse o) {
    return Windows.localResponse(s, o.reach(), o.offset(), o.factor(), o.exponent());
  }

  private static String transposed(Site s, TransposedConvolution o) {
    return Windows.transposedConvolution(s, o.window(), o.groups());
  }

  private static String concatenate(Site s) {
    for (int i = 0; i < s.inputs(); i++) {
      if (s.perExample(i) != s.perExample(0)) {
        throw s.refused("because it joins what depends on the example and what does not");
      }
    }
    return s.node("Concat", Attributes.of("axis", -1), s.all());
  }

  private static String maximum(Site s, int pieces) {
    int[] sizes = s.shape(0).sizes();
    int[] split = Arrays.copyOf(sizes, sizes.length + 1);
    split[sizes.length - 1] = pieces;
    split[sizes.length] = sizes[sizes.length - 1] / pieces;
    Attributes overPieces = Attributes.of("keepdims", 0).withList("axes", -2);
    return s.node("ReduceMax", overPieces, s.reshape(s.in(0), split));
  }
}
