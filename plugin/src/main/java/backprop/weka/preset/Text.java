// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import backprop.weka.encode.Contents;
import backprop.weka.encode.Encoding;
import backprop.weka.encode.InputForm;
import backprop.weka.encode.Tokenizer;
import java.util.List;
import java.util.Optional;
import weka.core.Attribute;
import weka.core.Capabilities.Capability;
import weka.core.Instances;

/**
 * A string attribute that is text. Other attributes may be there, too.
 *
 * @param tokenizer what cuts the text
 * @param vocabulary words at most, from 2
 * @param length words that are kept of each text, 0 for what most training rows need
 * @param minRows training rows that a word must be in, from 1
 * @param dimensions numbers for each word, from 1
 * @param filters of each of the two convolutions, from 1
 */
@Description(
    "Text in a string attribute: words, looked up in a trained table, and what they say together.")
@Formula(
    "embedding(words, dimensions), dropout(0.2), global-max-pool of conv1d(filters, 3, relu) and of"
        + " conv1d(filters, 5, relu) side by side, dropout(0.4)")
@Source("Kim, \"Convolutional neural networks for sentence classification\", EMNLP 2014")
public record Text(
    @Tip("words or characters, in lower case") Tokenizer tokenizer,
    @Tip(value = "words at most, the most frequent ones of the training rows", min = 2)
        int vocabulary,
    @Tip(value = "words that are kept of each text; 0: what most training rows need", min = 0)
        int length,
    @Tip(value = "training rows that a word must be in; others count as unknown", min = 1)
        int minRows,
    @Tip(value = "numbers for each word", min = 1) int dimensions,
    @Tip(value = "filters of each of the two convolutions", min = 1) int filters)
    implements Preset {
  /** 10,000 words. */
  public Text() {
    this(Tokenizer.WORDS, 10_000, 0, 2, 32, 48);
  }

  @Override
  public List<Capability> reads() {
    return List.of(Capability.STRING_ATTRIBUTES);
  }

  @Override
  public Optional<Encoding> encoding(Instances data) {
    Presets.needs(data, "text", Attribute.STRING);
    Contents.Words words = new Contents.Words(tokenizer, vocabulary, minRows, length);
    return Optional.of(Encoding.table().with(Contents.of(words)));
  }

  @Override
  public List<Layer> stem(InputForm form) {
    return Presets.parts(
        form,
        b ->
            Presets.layers("embedding(%d, %d), dropout(0.2)".formatted(b.vocabulary(), dimensions)),
        b -> convolutions());
  }

  private List<Layer> convolutions() {
    String way = "chain(conv1d(%d, %d, relu, padding=same), global-max-pool)";
    return Presets.layers(
        "concatenate(" + way.formatted(filters, 3) + ", " + way.formatted(filters, 5) + ")");
  }

  @Override
  public List<Layer> body(InputForm form) {
    List<Layer> dropout = Presets.layers("dropout(0.4)");
    return Presets.single(form) ? Presets.chained(convolutions(), dropout) : dropout;
  }
}
