// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Entry;
import backprop.engine.text.Names;
import backprop.engine.text.Property;
import backprop.engine.text.Texts;
import backprop.engine.text.ValueType;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What a network is, as JSON for other programs to read: its layers and its loss, as text and as a
 * tree of names and options; the shapes that every layer puts out; how many parameters each has and
 * under which path they are kept. No parameter's value is in it: that is what {@link ModelFile} is
 * for.
 *
 * <pre>
 *   { "version": "0.1.0", "input": [4], "output": [3], "parameters": 67, "state": 0,
 *     "layers": { "text": "chain(dense(8, relu), dense(3))", "name": "chain", "options": { ... } },
 *     "loss": { "text": "cross-entropy", "name": "cross-entropy", "options": { "smoothing": 0.0 } },
 *     "outputs": [ { "path": "0-dense", "depth": 1, "shape": [8], "parameters": 40 }, ... ],
 *     "values": [ { "path": "0-dense/weights", "rows": 4, "columns": 8, "role": "weight" }, ... ] }
 * </pre>
 */
public final class NetworkJson {
  private final JsonGenerator json;

  private NetworkJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The JSON of a network; its lines end with a line feed on every platform.
   *
   * @throws IllegalArgumentException when layers do not fit together, naming the layer
   */
  public static String of(NetworkSpec spec) {
    return write(spec, Optional.empty());
  }

  /** The JSON of a trained network, with {@code training}: how it was made. */
  public static String of(Model model) {
    return write(model.spec(), Optional.of(model.how()));
  }

  private static String write(NetworkSpec spec, Optional<Provenance> how) {
    StringWriter text = new StringWriter();
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter pretty = new DefaultPrettyPrinter().withObjectIndenter(lines);
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(pretty);
      new NetworkJson(json).network(spec, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private void network(NetworkSpec spec, Optional<Provenance> how) throws IOException {
    Layout layout = Network.layout(spec);
    Network.Prediction recording = Network.prediction(spec);
    json.writeStartObject();
    json.writeStringField("version", Version.current());
    shape("input", spec.input());
    shape("output", recording.output().shape());
    json.writeNumberField("parameters", layout.size());
    json.writeNumberField("state", layout.stateSize());
    json.writeFieldName("layers");
    thing(Layer.class, spec.body(), true);
    json.writeFieldName("loss");
    thing(Loss.class, spec.loss(), true);
    outputs(recording.graph(), layout);
    values(layout);
    if (how.isPresent()) {
      training(how.get());
    }
    json.writeEndObject();
  }

  private void shape(String name, Shape shape) throws IOException {
    json.writeFieldName(name);
    json.writeArray(shape.sizes(), 0, shape.rank());
  }

  private void outputs(Graph graph, Layout layout) throws IOException {
    json.writeArrayFieldStart("outputs");
    for (Graph.Scope s : graph.scopes()) {
      long parameters = 0;
      for (Slot slot : layout.slots()) {
        parameters += slot.path().startsWith(s.path() + "/") ? slot.size() : 0;
      }
      json.writeStartObject();
      json.writeStringField("path", s.path());
      json.writeNumberField("depth", s.depth());
      shape("shape", s.output());
      json.writeNumberField("parameters", parameters);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void values(Layout layout) throws IOException {
    json.writeArrayFieldStart("values");
    for (Slot s : layout.slots()) {
      value(s.path(), s.rows(), s.columns(), Names.of(s.role()));
    }
    for (Layout.StateEntry s : layout.states()) {
      value(s.path(), 1, s.columns(), "state");
    }
    json.writeEndArray();
  }

  private void value(String path, int rows, int columns, String role) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", path);
    json.writeNumberField("rows", rows);
    json.writeNumberField("columns", columns);
    json.writeStringField("role", role);
    json.writeEndObject();
  }

  private void training(Provenance how) throws IOException {
    json.writeObjectFieldStart("training");
    json.writeStringField("version", how.version());
    json.writeNumberField("seed", how.seed());
    json.writeStringField("optimizer", how.optimizer());
    json.writeNumberField("rows", how.rows());
    json.writeNumberField("validation-rows", how.validationRows());
    json.writeNumberField("epochs", how.history().size());
    json.writeNumberField("best-epoch", how.bestEpoch());
    json.writeStringField("stop-reason", how.stopReason());
    json.writeEndObject();
  }

  // ---- things of the catalogues

  private <T> void thing(Class<T> kind, Object thing, boolean withText) throws IOException {
    Texts texts = Catalogs.texts();
    Entry<T> e =
        texts
            .catalog(kind)
            .entryOf(thing)
            .orElseThrow(() -> new IllegalArgumentException(thing + " is in no catalogue"));
    json.writeStartObject();
    if (withText) {
      json.writeStringField("text", texts.print(thing));
    }
    json.writeStringField("name", e.name());
    json.writeObjectFieldStart("options");
    for (Property p : e.properties()) {
      json.writeFieldName(p.name());
      option(p.type(), p.of(thing));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void option(ValueType type, Object value) throws IOException {
    if (value instanceof List<?> values) {
      json.writeStartArray();
      for (Object v : values) {
        one(type, v);
      }
      json.writeEndArray();
    } else if (value instanceof Optional<?> o) {
      if (o.isPresent()) {
        one(type, o.get());
      } else {
        json.writeNull();
      }
    } else {
      one(type, value);
    }
  }

  private void one(ValueType type, Object value) throws IOException {
    switch (type.form()) {
      case WHOLE -> json.writeNumber(((Number) value).longValue());
      case NUMBER -> json.writeNumber((Double) value);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case STRING -> json.writeString((String) value);
      case CHOICE -> json.writeString(Names.of((Enum<?>) value));
      case ENTRY -> thing(type.raw(), value, false);
    }
  }
}
