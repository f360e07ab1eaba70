// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import backprop.weka.images.Pixels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.File;
import java.io.IOException;
import java.util.List;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A string attribute that names the file of a picture, as its pixels: each channel with the mean 0
 * and the deviation 1 that it has in training rows. A missing name is all zeros.
 *
 * @param folder that names are relative to; empty for the working directory
 * @param form size of the picture
 * @param centers mean of each channel
 * @param deviations deviation of each channel, above 0
 */
public record PictureColumns(
    String folder, Pixels form, List<Double> centers, List<Double> deviations)
    implements ContentColumns {
  static final int TAG = 8;

  /** So many pictures tell what gray and colors are like. */
  private static final int SAMPLE = 200;

  public PictureColumns {
    centers = List.copyOf(centers);
    deviations = List.copyOf(deviations);
  }

  static PictureColumns fit(Instances data, int[] rows, int attribute, Contents.Pictures how) {
    Pixels form = how.form();
    double[] pixels = new double[form.size()];
    double[] sum = new double[form.channels()];
    double[] squares = new double[form.channels()];
    long count = 0;
    int sample = Math.min(SAMPLE, rows.length);
    for (int i = 0; i < sample; i++) {
      AttributeStatistics.goOn();
      int row = rows[(int) ((long) rows.length * i / sample)];
      Instance x = data.instance(row);
      if (!x.isMissing(attribute)) {
        try {
          form.read(file(how.folder(), x.stringValue(attribute)), pixels, 0);
        } catch (IOException e) {
          throw InputEncoder.refused(data.attribute(attribute).name(), row + 1, e.getMessage());
        }
        for (int p = 0; p < pixels.length; p++) {
          sum[p % sum.length] += pixels[p];
          squares[p % sum.length] += pixels[p] * pixels[p];
        }
        count += pixels.length / sum.length;
      }
    }
    Double[] centers = new Double[sum.length];
    Double[] deviations = new Double[sum.length];
    for (int c = 0; c < sum.length; c++) {
      centers[c] = count == 0 ? 0 : sum[c] / count;
      double variance = count == 0 ? 0 : squares[c] / count - centers[c] * centers[c];
      // A quarter of a gray level: pictures of one color only.
      deviations[c] = Math.sqrt(Math.max(variance, 1.0 / 16));
    }
    return new PictureColumns(how.folder(), form, List.of(centers), List.of(deviations));
  }

  private static File file(String folder, String name) {
    File named = new File(name);
    return folder.isEmpty() || named.isAbsolute() ? named : new File(folder, name);
  }

  @Override
  public InputForm.Block block() {
    return new InputForm.Block(
        InputForm.Kind.PICTURE, 0, List.of(form.height(), form.width(), form.channels()), 0);
  }

  @Override
  public String describe() {
    return "pictures"
        + (folder.isEmpty() ? "" : " in " + folder)
        + ", "
        + form.height()
        + " x "
        + form.width()
        + (form.channels() == 1 ? " in gray" : " in color");
  }

  @Override
  public int columns() {
    return form.size();
  }

  @Override
  public float nothing() {
    return 0;
  }

  @Override
  public void encode(Instance x, int attribute, float[] row, int at) {
    if (x.isMissing(attribute)) {
      encode(Double.NaN, row, at);
      return;
    }
    double[] pixels = new double[form.size()];
    try {
      form.read(file(folder, x.stringValue(attribute)), pixels, 0);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    for (int p = 0; p < pixels.length; p++) {
      int c = p % form.channels();
      row[at + p] = (float) ((pixels[p] - centers.get(c)) / deviations.get(c));
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeUTF(folder);
    out.writeInt(form.height());
    out.writeInt(form.width());
    out.writeInt(form.channels());
    for (int c = 0; c < form.channels(); c++) {
      out.writeDouble(centers.get(c));
      out.writeDouble(deviations.get(c));
    }
  }

  static PictureColumns read(DataInput in) throws IOException {
    String folder = in.readUTF();
    Pixels form;
    try {
      form = new Pixels(in.readInt(), in.readInt(), in.readInt());
    } catch (IllegalArgumentException e) {
      throw new IOException("the model is damaged: " + e.getMessage(), e);
    }
    Double[] centers = new Double[form.channels()];
    Double[] deviations = new Double[form.channels()];
    for (int c = 0; c < centers.length; c++) {
      centers[c] = in.readDouble();
      deviations[c] = in.readDouble();
    }
    return new PictureColumns(folder, form, List.of(centers), List.of(deviations));
  }
}
