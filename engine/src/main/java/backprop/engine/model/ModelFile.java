// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model as bytes. All numbers are big-endian, strings are a length in bytes (int) and UTF-8.
 *
 * <pre>
 *   8 bytes   "BACKPROP"
 *   int       format, 4
 *   string    version of the library that wrote it
 *   int, int* rank and sizes of the input's shape
 *   string    the layers, as text without defaults left out
 *   string    the loss, as text
 *   ...       how it was made: seed (long), backend, optimizer, training, stop reason (strings),
 *             threads, rows, validation rows, planned epochs, best epoch (ints), seconds (double),
 *             history (count, then epoch, training loss, validation loss, rate, score), remarks
 *             (count, strings), vitals (count of layers, then path and weights; count of samples,
 *             then step (long), epoch (double), and gradient, weight and update of each layer as
 *             doubles), diagnosis (count, strings); formats 1 and 2 have neither vitals nor
 *             diagnosis, format 1 has neither training nor score
 *   int, float*  parameters; before format 4 those of member-heads as {@link MemberWeights} says
 *   int, float*  state
 *   32 bytes  SHA-256 of everything before
 * </pre>
 *
 * <p>Reading checks the checksum first, and every length against what is left, before anything is
 * allocated; it builds layers from text through the catalogues, runs nothing from the file, and
 * checks that the numbers are as many as the layers want. {@code engine/MODEL-FORMAT.md} is the
 * description for those who read such files elsewhere.
 */
public final class ModelFile {
  /** The format that is written; all formats up to it are read. */
  public static final int FORMAT = 4;

  private static final byte[] MAGIC = "BACKPROP".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;

  private ModelFile() {}

  /** The model as bytes. */
  public static byte[] write(Model model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * model.parameters().length + 4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(FORMAT);
      string(out, model.how().version());
      int[] sizes = model.spec().input().sizes();
      out.writeInt(sizes.length);
      for (int s : sizes) {
        out.writeInt(s);
      }
      string(out, Catalogs.texts().printFully(Layer.class, model.spec().body()));
      string(out, Catalogs.texts().printFully(Loss.class, model.spec().loss()));
      provenance(out, model.how());
      floats(out, model.parameters());
      floats(out, model.state());
      out.flush();
      out.write(digest(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The model in these bytes.
   *
   * @throws IOException in one sentence when they are no model, are damaged, or were written in a
   *     newer format
   */
  public static Model read(byte[] bytes) throws IOException {
    if (bytes.length < MAGIC.length + 4
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("this is no Backprop model: it does not start with BACKPROP");
    }
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(bytes, MAGIC.length, bytes.length - MAGIC.length))) {
      int format = in.readInt();
      if (format < 1) {
        throw new IOException("the model is damaged: its format is " + format);
      }
      if (format > FORMAT) {
        throw new IOException(
            "the model has format "
                + format
                + ", this version ("
                + Version.current()
                + ") reads formats 1 to "
                + FORMAT
                + ": use a newer version");
      }
      int body = bytes.length - DIGEST;
      if (body <= MAGIC.length
          || !MessageDigest.isEqual(
              digest(bytes, body), Arrays.copyOfRange(bytes, body, bytes.length))) {
        throw new IOException("the model is damaged: its checksum does not fit its content");
      }
      return read(in, format);
    } catch (EOFException e) {
      throw new IOException("the model is damaged: it ends too early", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("the model cannot be read: " + e.getMessage(), e);
    }
  }

  private static Model read(DataInputStream in, int format) throws IOException {
    String version = string(in);
    int[] sizes = new int[length(in, 4)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = in.readInt();
    }
    String body = string(in);
    String loss = string(in);
    Provenance how = provenance(in, version, format);
    float[] parameters = floats(in);
    float[] state = floats(in);
    if (in.available() != DIGEST) {
      throw new IOException("the model is damaged: there are bytes behind its state");
    }
    NetworkSpec spec =
        new NetworkSpec(
            Shape.of(sizes), Catalogs.parse(Layer.class, body), Catalogs.parse(Loss.class, loss));
    Model model = new Model(spec, parameters, state, how);
    model.check();
    if (format < 4) {
      MemberWeights.sideBySide(Network.layout(spec), parameters);
    }
    return model;
  }

  private static void provenance(DataOutputStream out, Provenance how) throws IOException {
    out.writeLong(how.seed());
    string(out, how.backend());
    string(out, how.optimizer());
    string(out, how.training());
    string(out, how.stopReason());
    out.writeInt(how.threads());
    out.writeInt(how.rows());
    out.writeInt(how.validationRows());
    out.writeInt(how.plannedEpochs());
    out.writeInt(how.bestEpoch());
    out.writeDouble(how.seconds());
    out.writeInt(how.history().size());
    for (EpochRecord e : how.history()) {
      out.writeInt(e.epoch());
      out.writeDouble(e.trainingLoss());
      out.writeDouble(e.validationLoss());
      out.writeDouble(e.rate());
      out.writeDouble(e.score());
    }
    strings(out, how.remarks());
    vitals(out, how.vitals());
    strings(out, how.diagnosis());
  }

  private static Provenance provenance(DataInputStream in, String version, int format)
      throws IOException {
    long seed = in.readLong();
    String backend = string(in);
    String optimizer = string(in);
    String training = format == 1 ? "" : string(in);
    String stopReason = string(in);
    int threads = in.readInt();
    int rows = in.readInt();
    int validationRows = in.readInt();
    int planned = in.readInt();
    int best = in.readInt();
    double seconds = in.readDouble();
    List<EpochRecord> history = new ArrayList<>();
    for (int n = length(in, format == 1 ? 28 : 36); n > 0; n--) {
      history.add(
          new EpochRecord(
              in.readInt(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              format == 1 ? Double.NaN : in.readDouble()));
    }
    List<String> remarks = strings(in);
    Vitals vitals = format < 3 ? Vitals.none() : vitals(in);
    List<String> diagnosis = format < 3 ? List.of() : strings(in);
    return new Provenance(
        version,
        seed,
        backend,
        threads,
        optimizer,
        training,
        rows,
        validationRows,
        planned,
        best,
        stopReason,
        seconds,
        history,
        remarks,
        vitals,
        diagnosis);
  }

  private static void vitals(DataOutputStream out, Vitals vitals) throws IOException {
    out.writeInt(vitals.layers().size());
    for (Vitals.Layer l : vitals.layers()) {
      string(out, l.path());
      out.writeInt(l.weights());
    }
    out.writeInt(vitals.samples().size());
    for (Vitals.Sample s : vitals.samples()) {
      out.writeLong(s.step());
      out.writeDouble(s.epoch());
      for (Vitals.Sizes z : s.sizes()) {
        out.writeDouble(z.gradient());
        out.writeDouble(z.weight());
        out.writeDouble(z.update());
      }
    }
  }

  private static Vitals vitals(DataInputStream in) throws IOException {
    List<Vitals.Layer> layers = new ArrayList<>();
    for (int n = length(in, 8); n > 0; n--) {
      layers.add(new Vitals.Layer(string(in), in.readInt()));
    }
    List<Vitals.Sample> samples = new ArrayList<>();
    for (int n = length(in, 16 + 24 * layers.size()); n > 0; n--) {
      long step = in.readLong();
      double epoch = in.readDouble();
      List<Vitals.Sizes> sizes = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        sizes.add(new Vitals.Sizes(in.readDouble(), in.readDouble(), in.readDouble()));
      }
      samples.add(new Vitals.Sample(step, epoch, sizes));
    }
    return new Vitals(layers, samples);
  }

  private static void strings(DataOutputStream out, List<String> all) throws IOException {
    out.writeInt(all.size());
    for (String s : all) {
      string(out, s);
    }
  }

  private static List<String> strings(DataInputStream in) throws IOException {
    List<String> all = new ArrayList<>();
    for (int n = length(in, 4); n > 0; n--) {
      all.add(string(in));
    }
    return all;
  }

  private static void string(DataOutputStream out, String s) throws IOException {
    byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String string(DataInputStream in) throws IOException {
    byte[] utf8 = new byte[length(in, 1)];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static void floats(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    for (float v : values) {
      out.writeFloat(v);
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[length(in, 4)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  /** A count of things of at least {@code bytes} each; they must fit into what is left. */
  private static int length(DataInputStream in, int bytes) throws IOException {
    int n = in.readInt();
    if (n < 0 || (long) n * bytes > in.available()) {
      throw new IOException(
          "the model is damaged: it announces " + n + " items where it has no room for them");
    }
    return n;
  }

  private static byte[] digest(byte[] bytes, int count) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, count);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
