// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Chain;
import backprop.engine.layer.Columns;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Layer;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Catalog;
import backprop.engine.text.Texts;
import backprop.weka.encode.InputForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import weka.core.Attribute;
import weka.core.Instances;

/** All presets with their text form. */
public final class Presets {
  private static final Texts TEXTS =
      Texts.of(
          Catalog.of(
              "preset",
              Preset.class,
              new Wide(),
              new Deep(),
              new Image(),
              new ImageFiles(),
              new Sequence(),
              new Window(),
              new Text(),
              new AutoencoderStart()));

  /** Units for the columns that are only numbers, beside text or pictures. */
  private static final int UNITS = 32;

  private Presets() {}

  /** The text form of presets. */
  public static Texts texts() {
    return TEXTS;
  }

  static List<Layer> layers(String text) {
    return Catalogs.texts().parseList(Layer.class, text);
  }

  static List<Layer> chained(List<Layer> first, List<Layer> then) {
    List<Layer> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  /** Refuses rows without an attribute of a type. */
  static void needs(Instances data, String preset, int type) {
    if (!data.checkForAttributeType(type)) {
      throw new IllegalArgumentException(
          "the preset "
              + preset
              + " reads "
              + Attribute.typeToString(type)
              + " attributes, but there is none");
    }
  }

  /** Refuses attributes whose place does not count as that of a number. */
  static void numbersOnly(Instances data, String preset) {
    for (int a = 0; a < data.numAttributes(); a++) {
      Attribute attribute = data.attribute(a);
      boolean number = attribute.isNumeric() || attribute.isNominal() && attribute.numValues() <= 2;
      if (a != data.classIndex() && !number) {
        throw new IllegalArgumentException(
            "the preset "
                + preset
                + " takes each attribute as one number, but '"
                + attribute.name()
                + "' is "
                + Attribute.typeToString(attribute)
                + (attribute.isNominal() ? " with more than two values" : "")
                + ": remove it");
      }
    }
  }

  /**
   * The layers for rows of several parts: one block alone as it is; else each part goes its own way
   * and they are put together.
   *
   * @param way the layers for a block
   * @param close what makes features of what comes out of them
   */
  static List<Layer> parts(
      InputForm form,
      Function<InputForm.Block, List<Layer>> way,
      Function<InputForm.Block, List<Layer>> close) {
    List<String> others = form.others();
    if (form.blocks().size() == 1 && others.isEmpty()) {
      return way.apply(form.blocks().get(0));
    }
    List<Layer> ways = new ArrayList<>();
    for (InputForm.Block b : form.blocks()) {
      List<Layer> layers = new ArrayList<>();
      layers.add(Columns.of((b.first() + 1) + "-" + (b.first() + b.columns())));
      layers.addAll(way.apply(b));
      layers.addAll(close.apply(b));
      ways.add(new Chain(layers));
    }
    if (!others.isEmpty()) {
      ways.add(
          new Chain(chained(List.of(new Columns(others)), layers("dense(" + UNITS + ", relu)"))));
    }
    return List.of(new Concatenate(ways));
  }

  /** Whether the rows have one block and nothing else. */
  static boolean single(InputForm form) {
    return form.blocks().size() == 1 && form.others().isEmpty();
  }
}
