// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.ensemble;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.model.Model;
import backprop.engine.model.ModelFile;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.network.Predictions;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Models that predict the same thing; the prediction is the mean of theirs. Lakshminarayanan,
 * Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation using deep
 * ensembles", NeurIPS 2017.
 *
 * @param members at least one, all for inputs of one shape and with predictions of one size; their
 *     layers may differ
 */
@Description("Predicts the mean of the predictions of several models.")
@Formula("p = mean over models of p_i")
@Source(
    "Hansen and Salamon, \"Neural network ensembles\", IEEE Transactions on "
        + "Pattern Analysis and Machine Intelligence 12, 1990")
public record ModelEnsemble(List<Model> members) {
  public ModelEnsemble {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an ensemble needs at least one model");
    }
    NetworkSpec first = members.get(0).spec();
    for (int i = 1; i < members.size(); i++) {
      NetworkSpec spec = members.get(i).spec();
      if (!spec.input().equals(first.input()) || columns(spec) != columns(first)) {
        throw new IllegalArgumentException(
            "model "
                + i
                + " predicts "
                + columns(spec)
                + " numbers from "
                + spec.input()
                + ", the first one "
                + columns(first)
                + " from "
                + first.input()
                + ": they must be the same");
      }
    }
  }

  private static int columns(NetworkSpec spec) {
    return Network.prediction(spec).prediction().shape().elements();
  }

  /**
   * The mean of the members' predictions.
   *
   * @param inputs one row each, on these kernels
   * @return one row each
   */
  public Matrix predict(Kernels kernels, Matrix inputs) {
    Matrix sum = null;
    for (Model m : members) {
      Matrix one = Predictions.of(m.network(kernels), inputs);
      if (sum == null) {
        sum = one;
      } else {
        kernels.axpby(1, one, 1, sum);
      }
    }
    kernels.axpby(1.0 / members.size(), sum, 0, sum);
    return sum;
  }

  /** The ensemble as bytes: a zip file with a model file for each member. */
  public byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < members.size(); i++) {
        ZipEntry entry = new ZipEntry("member-" + i + ".model");
        // the same ensemble gives the same bytes
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(ModelFile.write(members.get(i)));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The ensemble in these bytes.
   *
   * @throws IOException in one sentence when they are none, or a member is damaged
   */
  public static ModelEnsemble read(byte[] bytes) throws IOException {
    List<Model> members = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        String expected = "member-" + members.size() + ".model";
        if (!e.getName().equals(expected)) {
          throw new IOException(
              "the ensemble is damaged: it has " + e.getName() + " in place of " + expected);
        }
        members.add(ModelFile.read(zip.readAllBytes()));
      }
    }
    if (members.isEmpty()) {
      throw new IOException("this is no ensemble: there is no model in it");
    }
    try {
      return new ModelEnsemble(members);
    } catch (IllegalArgumentException e) {
      throw new IOException("the ensemble cannot be read: " + e.getMessage(), e);
    }
  }
}
