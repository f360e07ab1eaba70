// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import backprop.engine.model.Version;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.NominalClass;
import backprop.weka.encode.NumericClass;
import backprop.weka.encode.StandardizedColumn;
import backprop.weka.export.DenseStack.Function;
import backprop.weka.export.DenseStack.Layer;
import backprop.weka.predict.NetworkPredictor;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import weka.core.Attribute;
import weka.core.Instances;

/**
 * A classifier with a dense network as PMML 4.1 (Predictive Model Markup Language, dmg.org), its
 * encoders included: rows go in as they are. Networks of dense layers with tanh, sigmoid or no
 * function, dropout and batch normalization; Weka's own reader ({@code weka.core.pmml.PMMLFactory})
 * and others compute the same from it.
 *
 * <p>Two things PMML says in its own way. Numbers more than 8 deviations from the mean, which are
 * encoded by their logarithm, lie on straight lines between points of it, at most 0.03 away. And
 * Weka's reader predicts nothing for rows with missing values unless the attribute is numeric and
 * had none in training; other readers map them as the classifier does. Dates are numbers, in
 * milliseconds since 1970; Weka's reader refuses rows that have them as dates.
 */
public final class PmmlExport {
  private static final String NAMESPACE = "http://www.dmg.org/PMML-4_1";

  private final XMLStreamWriter xml;
  private final NetworkPredictor predictor;
  private final Instances header;
  private final PmmlInputs inputs;
  private final List<Layer> layers;

  private PmmlExport(XMLStreamWriter xml, NetworkPredictor predictor, Instances header) {
    this.xml = xml;
    this.predictor = predictor;
    this.header = header;
    this.inputs = new PmmlInputs(predictor.inputs(), header);
    this.layers = new ArrayList<>(DenseStack.of(predictor.model().orElseThrow()));
    layers.set(0, inputs.onInputs(layers.get(0)));
  }

  /**
   * The classifier as an XML document.
   *
   * @param header the attributes of the training data, with the class set
   * @throws IllegalArgumentException in one sentence when the header is another one or PMML has no
   *     word for a layer, naming it
   */
  public static String write(NetworkPredictor predictor, Instances header) {
    predictor.inputs().check(header);
    predictor.target().check(header.classAttribute());
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new PmmlExport(xml, predictor, header).document();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return text.toString();
  }

  private void document() throws XMLStreamException {
    finish();
    xml.writeStartDocument("UTF-8", "1.0");
    start("PMML", "version", "4.1");
    xml.writeDefaultNamespace(NAMESPACE);
    start("Header", "copyright", "");
    empty("Application", "name", "Backprop for Weka", "version", Version.current());
    end();
    dictionary();
    network();
    end();
    xml.writeEndDocument();
  }

  /** The last layer as Weka and PMML want it: a neuron for each class. */
  private void finish() {
    Layer last = layers.get(layers.size() - 1);
    ClassEncoder target = predictor.target();
    if (!(target instanceof NominalClass c)) {
      return;
    }
    boolean fits =
        switch (c.form()) {
          case INDEX -> last.function() == Function.SOFTMAX;
          case ONE_HOT -> last.function() != Function.IDENTITY && last.function() != Function.TANH;
          case SINGLE -> last.function() == Function.LOGISTIC;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "the prediction cannot be written as PMML: the outputs of the loss "
              + predictor.model().orElseThrow().spec().loss()
              + " are no probabilities of the classes");
    }
    if (c.form() == NominalClass.Form.SINGLE) {
      double[][] both = new double[last.weights().length][];
      for (int i = 0; i < both.length; i++) {
        both[i] = new double[] {-last.weights()[i][0], last.weights()[i][0]};
      }
      double[] bias = {-last.bias()[0], last.bias()[0]};
      layers.set(layers.size() - 1, new Layer(both, bias, Function.LOGISTIC));
    }
  }

  // ---- fields

  private void dictionary() throws XMLStreamException {
    start("DataDictionary");
    for (int a = 0; a < header.numAttributes(); a++) {
      if (used(a)) {
        field(header.attribute(a));
      }
    }
    end();
  }

  private boolean used(int a) {
    return a == header.classIndex() || predictor.inputs().plans().get(a) != null;
  }

  private void field(Attribute a) throws XMLStreamException {
    if (!a.isNominal()) {
      empty("DataField", "name", a.name(), "optype", "continuous", "dataType", "double");
      return;
    }
    start("DataField", "name", a.name(), "optype", "categorical", "dataType", "string");
    for (int v = 0; v < a.numValues(); v++) {
      empty("Value", "value", a.value(v));
    }
    end();
  }

  private void schema() throws XMLStreamException {
    start("MiningSchema");
    for (int a = 0; a < header.numAttributes(); a++) {
      String name = header.attribute(a).name();
      if (a == header.classIndex()) {
        empty("MiningField", "name", name, "usageType", "predicted");
      } else if (predictor.inputs().plans().get(a) instanceof StandardizedColumn s
          && !s.indicator()) {
        String center = Double.toString(s.center());
        empty(
            "MiningField",
            "name",
            name,
            "usageType",
            "active",
            "missingValueReplacement",
            center,
            "missingValueTreatment",
            "asMean");
      } else if (used(a)) {
        empty("MiningField", "name", name, "usageType", "active");
      }
    }
    end();
  }

  // ---- network

  private void network() throws XMLStreamException {
    boolean classes = predictor.target() instanceof NominalClass;
    start(
        "NeuralNetwork",
        "functionName",
        classes ? "classification" : "regression",
        "activationFunction",
        "identity",
        "numberOfLayers",
        Integer.toString(layers.size()));
    schema();
    start("NeuralInputs", "numberOfInputs", Integer.toString(inputs.inputs().size()));
    for (int i = 0; i < inputs.inputs().size(); i++) {
      start("NeuralInput", "id", id(0, i));
      input(inputs.inputs().get(i));
      end();
    }
    end();
    for (int l = 0; l < layers.size(); l++) {
      layer(l + 1, layers.get(l));
    }
    outputs();
    end();
  }

  private void input(PmmlInputs.Input in) throws XMLStreamException {
    start("DerivedField", "optype", "continuous", "dataType", "double");
    String name = in.attribute().name();
    String missing = Integer.toString(in.missing());
    if (in.value() != null) {
      empty("NormDiscrete", "field", name, "value", in.value(), "mapMissingTo", missing);
    } else {
      start(
          "NormContinuous", "field", name, "mapMissingTo", missing, "outliers", "asExtremeValues");
      for (int i = 0; i < in.original().length; i++) {
        linear(in.original()[i], in.mapped()[i]);
      }
      end();
    }
    end();
  }

  private void linear(double original, double norm) throws XMLStreamException {
    empty("LinearNorm", "orig", Double.toString(original), "norm", Double.toString(norm));
  }

  private static String id(int layer, int unit) {
    return layer + "," + unit;
  }

  private void layer(int number, Layer layer) throws XMLStreamException {
    boolean softmax = layer.function() == Function.SOFTMAX;
    int units = layer.bias().length;
    start(
        "NeuralLayer",
        "numberOfNeurons",
        Integer.toString(units),
        "activationFunction",
        softmax ? "identity" : layer.function().word,
        "normalizationMethod",
        softmax ? "softmax" : "none");
    for (int u = 0; u < units; u++) {
      start("Neuron", "id", id(number, u), "bias", Double.toString(layer.bias()[u]));
      for (int i = 0; i < layer.weights().length; i++) {
        empty("Con", "from", id(number - 1, i), "weight", Double.toString(layer.weights()[i][u]));
      }
      end();
    }
    end();
  }

  private void outputs() throws XMLStreamException {
    Attribute target = header.classAttribute();
    int units = layers.get(layers.size() - 1).bias().length;
    start("NeuralOutputs", "numberOfOutputs", Integer.toString(units));
    for (int u = 0; u < units; u++) {
      start("NeuralOutput", "outputNeuron", id(layers.size(), u));
      if (predictor.target() instanceof NumericClass n) {
        start("DerivedField", "optype", "continuous", "dataType", "double");
        start("NormContinuous", "field", target.name());
        linear(n.mean(), 0);
        linear(n.mean() + n.deviation(), 1);
        end();
      } else {
        start("DerivedField", "optype", "categorical", "dataType", "string");
        empty("NormDiscrete", "field", target.name(), "value", target.value(u));
      }
      end();
      end();
    }
    end();
  }

  // ---- XML

  private void start(String element, String... attributes) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(element);
    attributes(attributes);
  }

  private void empty(String element, String... attributes) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeEmptyElement(element);
    attributes(attributes);
  }

  private void attributes(String... pairs) throws XMLStreamException {
    for (int i = 0; i < pairs.length; i += 2) {
      xml.writeAttribute(pairs[i], pairs[i + 1]);
    }
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
  }
}
