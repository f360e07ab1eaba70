// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.NetworkSpec;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NetworkJsonTest {
  private static NetworkSpec spec(Shape input, String layers, String loss) {
    return new NetworkSpec(
        input, Catalogs.parse(Layer.class, layers), Catalogs.parse(Loss.class, loss));
  }

  @Test
  void tellsLayersShapesAndParameterCounts() throws IOException {
    String layers =
        "chain(dense(8, relu), batch-norm, residual(dense(8, leaky-relu(0.2))), dense(3))";
    Map<?, ?> json = parse(NetworkJson.of(spec(Shape.of(4), layers, "cross-entropy(0.1)")));
    assertEquals(List.of(4), json.get("input"));
    assertEquals(List.of(3), json.get("output"));
    assertEquals(4 * 8 + 8 + 16 + 8 * 8 + 8 + 8 * 3 + 3, json.get("parameters"));
    assertEquals(24, json.get("state"));
    Map<?, ?> body = (Map<?, ?>) json.get("layers");
    assertEquals(layers, body.get("text"));
    assertEquals("chain", body.get("name"));
    List<?> inner = (List<?>) ((Map<?, ?>) body.get("options")).get("layers");
    Map<?, ?> first = (Map<?, ?>) inner.get(0);
    assertEquals("dense", first.get("name"));
    Map<?, ?> options = (Map<?, ?>) first.get("options");
    assertEquals(8, options.get("units"));
    assertEquals(true, options.get("bias"));
    assertEquals(Map.of("name", "relu", "options", Map.of()), options.get("activation"));
    Map<?, ?> loss = (Map<?, ?>) json.get("loss");
    assertEquals(Map.of("smoothing", 0.1, "weights", List.of()), loss.get("options"));
    List<?> outputs = (List<?>) json.get("outputs");
    assertEquals(
        Map.of("path", "2-residual", "depth", 1, "shape", List.of(8), "parameters", 72),
        outputs.get(2));
    assertEquals(
        Map.of("path", "2-residual/0-dense", "depth", 2, "shape", List.of(8), "parameters", 72),
        outputs.get(3));
    List<?> values = (List<?>) json.get("values");
    assertTrue(
        values.contains(
            Map.of("path", "0-dense/weights", "rows", 4, "columns", 8, "role", "weight")));
    assertTrue(
        values.contains(
            Map.of("path", "1-batch-norm/mean-sum", "rows", 1, "columns", 8, "role", "state")));
    assertFalse(json.containsKey("training"));
  }

  @Test
  void tellsHowAModelWasMade() throws IOException {
    Provenance how =
        new Provenance(
            "0.1.0", 42, "java", 2, "adam", "", 150, 15, 20, 0, "stopped", 1, List.of(), List.of());
    NetworkSpec spec = spec(Shape.of(2), "dense(1)", "huber");
    Map<?, ?> training =
        (Map<?, ?>)
            parse(NetworkJson.of(new Model(spec, new float[3], new float[0], how))).get("training");
    assertEquals(42, training.get("seed"));
    assertEquals(150, training.get("rows"));
    assertEquals("stopped", training.get("stop-reason"));
  }

  private static Map<?, ?> parse(String text) throws IOException {
    try (JsonParser p = new JsonFactory().createParser(text)) {
      p.nextToken();
      return (Map<?, ?>) value(p);
    }
  }

  private static Object value(JsonParser p) throws IOException {
    return switch (p.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (p.nextToken() != JsonToken.END_OBJECT) {
          String name = p.currentName();
          p.nextToken();
          map.put(name, value(p));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(p));
        }
        yield list;
      }
      case VALUE_STRING -> p.getText();
      case VALUE_NUMBER_INT -> p.getIntValue();
      case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new IOException("unexpected " + p.currentToken());
    };
  }
}
