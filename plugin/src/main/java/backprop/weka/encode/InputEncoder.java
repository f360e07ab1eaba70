// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SparseInstance;

/** Turns a row's attributes into the network's inputs. Immutable; used by many threads at once. */
public final class InputEncoder {
  private final List<String> names;
  private final List<Integer> types;
  private final int classIndex;
  private final List<ColumnPlan> plans;
  private final ColumnPlan[] planOf;
  private final int[] start;
  private final int columns;
  private final float[] zeros;
  private final int widest;
  private final int[] contents;

  /**
   * @param names name of every attribute, the class included
   * @param types Weka's type of every attribute
   * @param plans plan of every attribute, null for the class and for what contributes nothing
   */
  private InputEncoder(
      List<String> names, List<Integer> types, int classIndex, List<ColumnPlan> plans) {
    this.names = List.copyOf(names);
    this.types = List.copyOf(types);
    this.classIndex = classIndex;
    this.plans = Collections.unmodifiableList(new ArrayList<>(plans));
    this.planOf = plans.toArray(new ColumnPlan[0]);
    this.start = new int[planOf.length];
    this.columns = place(false, place(true, 0));
    this.zeros = new float[columns];
    int most = 0;
    for (int a = 0; a < planOf.length; a++) {
      if (planOf[a] != null) {
        most = Math.max(most, planOf[a].columns());
        planOf[a].encode(0, zeros, start[a]);
      }
    }
    this.widest = most;
    this.contents =
        IntStream.range(0, planOf.length)
            .filter(a -> planOf[a] instanceof ContentColumns)
            .toArray();
  }

  /** Gives the leading attributes, or the others, their columns; returns the first free one. */
  private int place(boolean leading, int from) {
    int next = from;
    for (int a = 0; a < planOf.length; a++) {
      if (leading == (planOf[a] instanceof IndexColumn i && i.leading())) {
        start[a] = next;
        next += planOf[a] == null ? 0 : planOf[a].columns();
      }
    }
    return next;
  }

  /** Fits an encoder of a table: {@link Encoding#table()}. */
  public static InputEncoder fit(Instances data, int[] rows) {
    return fit(data, rows, Encoding.table());
  }

  /**
   * Fits an encoder.
   *
   * @param data rows with the class set
   * @param rows indices of the rows to fit on, all of positive weight
   * @param encoding how attributes become columns
   * @throws IllegalArgumentException when a number is infinite, naming attribute and row
   * @throws java.util.concurrent.CancellationException when the thread is interrupted; its
   *     interrupt status stays set
   */
  public static InputEncoder fit(Instances data, int[] rows, Encoding encoding) {
    AttributeStatistics statistics = new AttributeStatistics(data, rows);
    StandardizedColumn[] alike = statistics.alike(encoding.channels());
    int place = 0;
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<ColumnPlan> plans = new ArrayList<>();
    for (int a = 0; a < data.numAttributes(); a++) {
      names.add(data.attribute(a).name());
      types.add(data.attribute(a).type());
      if (a == data.classIndex()) {
        plans.add(null);
        continue;
      }
      StandardizedColumn shared = alike.length == 0 ? null : alike[place++ % alike.length];
      if (data.attribute(a).isString() || data.attribute(a).isRelationValued()) {
        plans.add(content(data, rows, a, encoding.contents()));
        continue;
      }
      if (encoding.contents().any() && statistics.namesRows(a)) {
        plans.add(null);
        continue;
      }
      plans.add(
          data.attribute(a).isNominal()
              ? nominal(statistics, data.attribute(a), encoding)
              : encoding.vocabulary() > 0
                  ? new PlainColumn(encoding.vocabulary())
                  : shared != null ? shared : number(statistics, a, rows, encoding));
    }
    return new InputEncoder(names, types, data.classIndex(), plans);
  }

  private static ColumnPlan content(Instances data, int[] rows, int a, Contents contents) {
    Attribute attribute = data.attribute(a);
    if (attribute.isRelationValued() && contents.steps() >= 0) {
      return StepColumns.fit(data, rows, a, contents.steps());
    }
    if (attribute.isString() && contents.words().isPresent()) {
      return WordColumns.fit(data, rows, a, contents.words().get());
    }
    if (attribute.isString() && contents.pictures().isPresent()) {
      return PictureColumns.fit(data, rows, a, contents.pictures().get());
    }
    throw new IllegalArgumentException(
        "attribute '"
            + attribute.name()
            + (attribute.isString()
                ? "' is a string: the presets text and image-files read strings"
                : "' is a relation: the preset sequence reads relations")
            + "; or remove it");
  }

  /** An encoder that leaves numbers as they are, and takes the indices of nominal values. */
  public static InputEncoder plain(Instances header) {
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<ColumnPlan> plans = new ArrayList<>();
    for (int a = 0; a < header.numAttributes(); a++) {
      Attribute attribute = header.attribute(a);
      names.add(attribute.name());
      types.add(attribute.type());
      List<Integer> values = IntStream.range(0, attribute.numValues()).boxed().toList();
      plans.add(
          a == header.classIndex()
              ? null
              : attribute.isNominal()
                  ? new IndexColumn(values.size(), values, false)
                  : new StandardizedColumn(0, 1, false));
    }
    return new InputEncoder(names, types, header.classIndex(), plans);
  }

  /**
   * In a table, a value that no training row has is none: its row of a table is not trained. In
   * place, attributes share the values, such as words, and so each keeps its index.
   */
  private static ColumnPlan nominal(
      AttributeStatistics statistics, Attribute attribute, Encoding encoding) {
    int a = attribute.index();
    int size = attribute.numValues();
    if (encoding.vocabulary() > 0 && size > encoding.vocabulary()) {
      throw new IllegalArgumentException(
          "attribute '"
              + attribute.name()
              + "' has "
              + size
              + " values, but the embedding that takes them as words only "
              + encoding.vocabulary()
              + ": raise its vocabulary");
    }
    if (encoding.indices()) {
      return encoding.inPlace()
          ? new IndexColumn(size, IntStream.range(0, size).boxed().toList(), false)
          : new IndexColumn(size, statistics.valuesSeen(a), true);
    }
    return encoding.inPlace() && size == 2 ? new TwoValueColumn(0, 1, false) : statistics.plan(a);
  }

  private static ColumnPlan number(
      AttributeStatistics statistics, int a, int[] rows, Encoding encoding) {
    ColumnPlan plan = statistics.plan(a);
    return plan instanceof StandardizedColumn s && encoding.bins() > 0
        ? BinnedColumn.of(s, statistics.sorted(a, rows), encoding.bins())
        : plan;
  }

  /** Whether a column is the index of something, so that numbers between two mean nothing. */
  public boolean hasIndices() {
    return plans.stream()
        .anyMatch(
            p -> p instanceof IndexColumn || p instanceof PlainColumn || p instanceof WordColumns);
  }

  /** Whether there are sequences of different lengths, whose ends zeros tell. */
  public boolean hasPadding() {
    return plans.stream().anyMatch(p -> p instanceof StepColumns);
  }

  /** What the columns are. */
  public InputForm form() {
    List<InputForm.Block> blocks = new ArrayList<>();
    for (int a = 0; a < planOf.length; a++) {
      if (planOf[a] instanceof ContentColumns c) {
        blocks.add(c.block().at(start[a]));
      }
    }
    return new InputForm(columns, blocks);
  }

  /** A line on each attribute that is more than a number. */
  public List<String> remarks() {
    List<String> lines = new ArrayList<>();
    for (int a = 0; a < planOf.length; a++) {
      if (planOf[a] instanceof ContentColumns c) {
        lines.add("'" + names.get(a) + "' as " + c.describe());
      }
    }
    return lines;
  }

  /** Number of values of each attribute whose index leads the columns, in the order of those. */
  public List<Integer> indexSizes() {
    return plans.stream()
        .filter(p -> p instanceof IndexColumn i && i.leading())
        .map(p -> ((IndexColumn) p).size())
        .toList();
  }

  /** Number of inputs of the network; 0 when no attribute varies. */
  public int columns() {
    return columns;
  }

  /** Index of the first column of every attribute that has columns, ascending. */
  public int[] starts() {
    return IntStream.range(0, planOf.length)
        .filter(a -> planOf[a] != null)
        .map(a -> start[a])
        .sorted()
        .toArray();
  }

  /** Index of the first column of an attribute that has columns. */
  public int start(int attribute) {
    return start[attribute];
  }

  /** The plan of every attribute; null for the class and for what contributes nothing. */
  public List<ColumnPlan> plans() {
    return plans;
  }

  /** Index of the class attribute; -1 without one. */
  public int classIndex() {
    return classIndex;
  }

  /** Number of attributes of a row, the class included. */
  public int attributes() {
    return names.size();
  }

  /**
   * Checks that rows have the attributes that this encoder was fitted on.
   *
   * @throws IllegalArgumentException naming what differs
   */
  public void check(Instances header) {
    checkCount(header.numAttributes());
    if (header.classIndex() != classIndex) {
      throw new IllegalArgumentException(
          "the class of the rows to predict is "
              + (header.classIndex() < 0 ? "not set" : "attribute " + (header.classIndex() + 1))
              + ", but the model was trained with "
              + (classIndex < 0
                  ? "no class"
                  : "attribute "
                      + (classIndex + 1)
                      + " ('"
                      + names.get(classIndex)
                      + "') as its class"));
    }
    for (int a = 0; a < names.size(); a++) {
      Attribute found = header.attribute(a);
      if (found.type() != types.get(a)) {
        throw new IllegalArgumentException(
            "attribute "
                + (a + 1)
                + " of the rows to predict, '"
                + found.name()
                + "', is "
                + Attribute.typeToString(found)
                + ", but the model was trained with '"
                + names.get(a)
                + "', which is "
                + Attribute.typeToString(types.get(a)));
      }
      if (planOf[a] instanceof StepColumns s) {
        s.check(found.relation());
      }
    }
  }

  private void checkCount(int found) {
    if (found != names.size()) {
      throw new IllegalArgumentException(
          "the row to predict has "
              + found
              + " attributes, but the model was trained with "
              + names.size());
    }
  }

  /**
   * Encodes a row.
   *
   * @param row the row's number from 1, for messages, or 0 when it has none
   * @param out receives {@link #columns()} numbers from index {@code at}
   * @throws IllegalArgumentException when a number is infinite or the row has another number of
   *     attributes
   */
  public void encode(Instance x, int row, float[] out, int at) {
    checkCount(x.numAttributes());
    if (x instanceof SparseInstance) {
      System.arraycopy(zeros, 0, out, at, columns);
      for (int i = 0; i < x.numValues(); i++) {
        encode(x, x.index(i), x.valueSparse(i), row, out, at);
      }
      for (int a : contents) {
        encode(x, a, x.value(a), row, out, at);
      }
    } else {
      for (int a = 0; a < planOf.length; a++) {
        encode(x, a, x.value(a), row, out, at);
      }
    }
  }

  /** Takes the columns of one attribute. */
  public interface Receiver {
    /**
     * The columns {@code [first, first + count)}.
     *
     * @param numbers has them in {@code [0, count)}
     */
    void columns(int first, float[] numbers, int count);
  }

  /**
   * Encodes a row attribute by attribute. Numbers that a sparse row does not store are left out:
   * their columns are those of {@link #usual()}.
   *
   * @param row the row's number from 1, for messages, or 0 when it has none
   * @throws IllegalArgumentException as for a row of numbers
   */
  public void encode(Instance x, int row, Receiver out) {
    checkCount(x.numAttributes());
    float[] place = new float[widest];
    boolean sparse = x instanceof SparseInstance;
    int n = sparse ? x.numValues() : planOf.length;
    for (int i = 0; i < n; i++) {
      int a = sparse ? x.index(i) : i;
      if (planOf[a] != null && !(sparse && planOf[a] instanceof ContentColumns)) {
        fill(x, a, x.valueSparse(i), row, place, 0);
        out.columns(start[a], place, planOf[a].columns());
      }
    }
    for (int a : sparse ? contents : new int[0]) {
      fill(x, a, x.value(a), row, place, 0);
      out.columns(start[a], place, planOf[a].columns());
    }
  }

  /** The columns of a row whose attributes are all 0, or have their first value. */
  public float[] usual() {
    return zeros.clone();
  }

  private void encode(Instance x, int a, double value, int row, float[] out, int at) {
    if (planOf[a] != null) {
      fill(x, a, value, row, out, at + start[a]);
    }
  }

  private void fill(Instance x, int a, double value, int row, float[] out, int at) {
    if (planOf[a] instanceof ContentColumns c) {
      try {
        c.encode(x, a, out, at);
      } catch (IllegalArgumentException e) {
        throw refused(names.get(a), row, e.getMessage());
      }
    } else {
      checked(a, value, row).encode(value, out, at);
    }
  }

  private ColumnPlan checked(int a, double value, int row) {
    String allowed = planOf[a].refusal(value);
    if (allowed != null) {
      throw refusal(names.get(a), value, row, allowed);
    }
    return planOf[a];
  }

  /** The sentence on an attribute whose content cannot be read. */
  static IllegalArgumentException refused(String attribute, int row, String why) {
    return new IllegalArgumentException(
        "attribute '"
            + attribute
            + (row > 0 ? "' in row " + row : "' of the row to predict")
            + ": "
            + why);
  }

  static IllegalArgumentException infinite(Attribute attribute, double value, int row) {
    return refusal(attribute.name(), value, row, "allowed are finite numbers and missing values");
  }

  private static IllegalArgumentException refusal(
      String attribute, double value, int row, String allowed) {
    return new IllegalArgumentException(
        "attribute '"
            + attribute
            + "' is "
            + value
            + (row > 0 ? " in row " + row : " in the row to predict")
            + ": "
            + allowed);
  }

  /** Writes everything that was fitted. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(names.size());
    out.writeInt(classIndex);
    for (int a = 0; a < names.size(); a++) {
      out.writeUTF(shortened(names.get(a)));
      out.writeInt(types.get(a));
      out.writeBoolean(planOf[a] != null);
      if (planOf[a] != null) {
        planOf[a].write(out);
      }
    }
  }

  /** The form of {@link DataOutput#writeUTF} holds 65,535 bytes; names are for messages only. */
  static String shortened(String name) {
    return name.length() <= 20_000 ? name : name.substring(0, 20_000);
  }

  /** Reads what {@link #write} wrote. */
  public static InputEncoder read(DataInput in) throws IOException {
    int n = in.readInt();
    int classIndex = in.readInt();
    if (classIndex < -1 || classIndex >= n) {
      throw new IOException(
          "the model is damaged: its class is attribute " + classIndex + " of " + n);
    }
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<ColumnPlan> plans = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      names.add(in.readUTF());
      types.add(in.readInt());
      plans.add(in.readBoolean() ? ColumnPlan.read(in) : null);
    }
    return new InputEncoder(names, types, classIndex, plans);
  }
}
