// SPDX-License-Identifier: GPL-3.0-or-later
package weka.core.converters;

import backprop.engine.model.Version;
import backprop.weka.features.AnnotatedOptions;
import backprop.weka.images.PictureFolder;
import backprop.weka.images.Pixels;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import weka.core.Attribute;
import weka.core.CommandlineRunnable;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Option;
import weka.core.OptionHandler;
import weka.core.OptionMetadata;

/** Loads pictures from a folder with a folder for each class. */
public class ImageDirectoryLoader extends AbstractLoader
    implements BatchConverter, IncrementalConverter, OptionHandler, CommandlineRunnable {
  private static final long serialVersionUID = 1L;

  private File directory = new File(System.getProperty("user.dir"));
  private int height = 32;
  private int width = 32;
  private int channels = 3;
  private boolean fileNames;
  private transient PictureFolder folder;
  private transient Instances structure;
  private transient int next;

  /** What Weka shows about the loader. */
  public String globalInfo() {
    return "Loads pictures (png, jpg, gif, bmp) from a folder that has a folder for each class,"
        + " named like it. Each picture is scaled to one size and becomes a row of numbers from 0"
        + " to 255, row by row, pixel by pixel, channel by channel: what BackpropNetwork takes"
        + " with layers that begin with \"reshape([height, width, channels])\". Or rows have the"
        + " names of the files only.";
  }

  @Override
  public void reset() {
    folder = null;
    structure = null;
    next = 0;
    setRetrieval(NONE);
  }

  @Override
  public void setSource(File folderOfClasses) throws IOException {
    reset();
    directory = folderOfClasses;
  }

  @Override
  public Instances getStructure() throws IOException {
    if (structure == null) {
      folder = PictureFolder.of(directory);
      ArrayList<Attribute> attributes = new ArrayList<>();
      if (fileNames) {
        attributes.add(new Attribute("file", (List<String>) null));
      } else {
        pixels().names().forEach(n -> attributes.add(new Attribute(n)));
      }
      if (!folder.classes().isEmpty()) {
        attributes.add(new Attribute("class", folder.classes()));
      }
      structure = new Instances(directory.getName(), attributes, 0);
      structure.setClassIndex(folder.classes().isEmpty() ? -1 : attributes.size() - 1);
    }
    return new Instances(structure, 0);
  }

  private Pixels pixels() {
    return new Pixels(height, width, channels);
  }

  @Override
  public Instances getDataSet() throws IOException {
    if (getRetrieval() == INCREMENTAL) {
      throw new IOException("rows are being read one by one: reset the loader first");
    }
    setRetrieval(BATCH);
    Instances all = getStructure();
    for (int i = 0; i < folder.pictures().size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("loading was interrupted at picture " + (i + 1));
      }
      all.add(row(i, all));
    }
    return all;
  }

  @Override
  public Instance getNextInstance(Instances header) throws IOException {
    if (getRetrieval() == BATCH) {
      throw new IOException("all rows have been read at once: reset the loader first");
    }
    setRetrieval(INCREMENTAL);
    getStructure();
    if (next >= folder.pictures().size()) {
      reset();
      return null;
    }
    Instance x = row(next++, header);
    x.setDataset(header);
    return x;
  }

  private Instance row(int number, Instances header) throws IOException {
    PictureFolder.Picture picture = folder.pictures().get(number);
    double[] values = new double[header.numAttributes()];
    if (fileNames) {
      String name = directory.toPath().relativize(picture.file().toPath()).toString();
      values[0] = header.attribute(0).addStringValue(name.replace(File.separatorChar, '/'));
    } else {
      pixels().read(picture.file(), values, 0);
    }
    if (picture.classIndex() >= 0) {
      values[values.length - 1] = picture.classIndex();
    }
    return new DenseInstance(1, values);
  }

  @OptionMetadata(
      displayName = "directory",
      description = "The folder that has a folder for each class. (default: the current one)",
      commandLineParamName = "dir",
      commandLineParamSynopsis = "-dir <folder>",
      displayOrder = 1)
  public File getDirectory() {
    return directory;
  }

  public void setDirectory(File folderOfClasses) throws IOException {
    setSource(folderOfClasses);
  }

  @OptionMetadata(
      displayName = "height",
      description = "Rows of pixels that pictures are scaled to, from 1. (default 32)",
      commandLineParamName = "height",
      commandLineParamSynopsis = "-height <pixels>",
      displayOrder = 2)
  public int getHeight() {
    return height;
  }

  public void setHeight(int pixels) {
    height = new Pixels(pixels, width, channels).height();
    reset();
  }

  @OptionMetadata(
      displayName = "width",
      description = "Pixels of a row that pictures are scaled to, from 1. (default 32)",
      commandLineParamName = "width",
      commandLineParamSynopsis = "-width <pixels>",
      displayOrder = 3)
  public int getWidth() {
    return width;
  }

  public void setWidth(int pixels) {
    width = new Pixels(height, pixels, channels).width();
    reset();
  }

  @OptionMetadata(
      displayName = "channels",
      description = "3 for red, green and blue, 1 for gray. (default 3)",
      commandLineParamName = "channels",
      commandLineParamSynopsis = "-channels <1|3>",
      displayOrder = 4)
  public int getChannels() {
    return channels;
  }

  public void setChannels(int number) {
    channels = new Pixels(height, width, number).channels();
    reset();
  }

  @OptionMetadata(
      displayName = "fileNames",
      description = "Rows have the names of the files under the folder instead of their pixels.",
      commandLineParamName = "names",
      commandLineParamSynopsis = "-names",
      commandLineParamIsFlag = true,
      displayOrder = 5)
  public boolean getFileNames() {
    return fileNames;
  }

  public void setFileNames(boolean names) {
    fileNames = names;
    reset();
  }

  @Override
  public Enumeration<Option> listOptions() {
    return Collections.enumeration(new AnnotatedOptions(this).list());
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    new AnnotatedOptions(this).take(options).set();
  }

  @Override
  public String[] getOptions() {
    return new AnnotatedOptions(this).get();
  }

  @Override
  public String getRevision() {
    return Version.current();
  }

  @Override
  public void preExecution() {
    // Nothing to prepare.
  }

  @Override
  public void postExecution() {
    // Nothing to release.
  }

  /** Prints the pictures as ARFF. */
  @Override
  public void run(Object toRun, String[] options) {
    try {
      ImageDirectoryLoader loader = (ImageDirectoryLoader) toRun;
      loader.setOptions(options);
      weka.core.Utils.checkForRemainingOptions(options);
      java.io.PrintStream out = System.out;
      Instances header = loader.getStructure();
      out.print(header);
      for (Instance x = loader.getNextInstance(header);
          x != null;
          x = loader.getNextInstance(header)) {
        out.println(x);
      }
    } catch (Exception e) {
      throw new IllegalArgumentException(e.getMessage() + "\n\nGeneral options:\n", e);
    }
  }

  /** Prints a folder of pictures as ARFF: {@code -dir pictures > pictures.arff}. */
  public static void main(String[] args) {
    ImageDirectoryLoader loader = new ImageDirectoryLoader();
    loader.run(loader, args);
  }
}
