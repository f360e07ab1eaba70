// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.model.Model;
import backprop.engine.model.ModelFile;
import backprop.engine.model.Version;
import backprop.weka.density.Residuals;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A predictor as bytes, big-endian: format (int), version of the library, backend (strings),
 * encoders of the inputs and of the class, length of the model (int), the model as {@link
 * ModelFile} writes it; from format 2 on whether there are residuals (byte), the residuals.
 */
final class PredictorFile {
  /** The format that is written; all formats up to it are read. */
  static final int FORMAT = 2;

  private PredictorFile() {}

  static byte[] write(NetworkPredictor p) {
    Model model = p.model().orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeUTF(Version.current());
      out.writeUTF(p.backend());
      p.inputs().write(out);
      p.target().write(out);
      byte[] network = ModelFile.write(model);
      out.writeInt(network.length);
      out.write(network);
      out.writeBoolean(p.residuals().isPresent());
      if (p.residuals().isPresent()) {
        p.residuals().get().write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static NetworkPredictor read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readInt();
      String version = in.readUTF();
      if (format < 1 || format > FORMAT) {
        throw new IOException(
            "the model has format "
                + format
                + ", written by Backprop "
                + version
                + "; this version ("
                + Version.current()
                + ") reads formats 1 to "
                + FORMAT
                + ": use a newer version");
      }
      String backend = in.readUTF();
      InputEncoder inputs = InputEncoder.read(in);
      ClassEncoder target = ClassEncoder.read(in);
      int length = in.readInt();
      if (length < 0 || (format == 1 ? length != in.available() : length > in.available())) {
        throw new IOException(
            "the model is damaged: it announces "
                + length
                + " bytes of network and has "
                + in.available());
      }
      Model model = ModelFile.read(in.readNBytes(length));
      Residuals residuals = format > 1 && in.readBoolean() ? Residuals.read(in) : null;
      if (in.available() > 0) {
        throw new IOException("the model is damaged: there are bytes behind its end");
      }
      if (model.spec().input().elements() != inputs.columns()) {
        throw new IOException(
            "the model is damaged: its rows have "
                + inputs.columns()
                + " columns, its network takes "
                + model.spec().input());
      }
      return new NetworkPredictor(inputs, target, model, backend, residuals);
    } catch (EOFException e) {
      throw new IOException("the model is damaged: it ends too early", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("the model is damaged: " + e.getMessage(), e);
    }
  }
}
