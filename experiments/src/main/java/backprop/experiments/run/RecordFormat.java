// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One cell as one line of JSON: {@code {"crc32":"1a2b3c4d","cell":{...}}}. The checksum is that of
 * the cell's text, so that a line is whole or is refused. Numbers are written in full; what JSON
 * cannot write (an infinite value) is text.
 */
final class RecordFormat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String START = "{\"crc32\":\"";
  private static final String MIDDLE = "\",\"cell\":";
  private static final int DIGITS = 8;

  private RecordFormat() {}

  /**
   * A record.
   *
   * @param key the key of its cell
   * @param result its result
   * @param elapsed milliseconds that the runner had worked when the cell was done, over all starts
   */
  record Line(String key, CellResult result, long elapsed) {}

  /** The line of a cell, without its end. */
  static String write(Line line) {
    CellResult result = line.result();
    ObjectNode cell = JSON.createObjectNode();
    cell.put("key", line.key());
    cell.put("dataSet", result.dataSet());
    cell.put("dataChecksum", result.dataChecksum());
    cell.put("configuration", result.configuration());
    cell.put("scheme", result.scheme());
    cell.put("options", result.options());
    cell.put("repeat", result.repeat());
    cell.put("fold", result.fold());
    cell.put("seed", result.seed());
    cell.put("version", result.version());
    cell.put("trainRows", result.trainRows());
    cell.put("testRows", result.testRows());
    ObjectNode metrics = cell.putObject("metrics");
    result
        .metrics()
        .forEach(
            (name, value) -> {
              if (value.isInfinite()) {
                metrics.put(name, value.toString());
              } else {
                metrics.put(name, value);
              }
            });
    ObjectNode texts = cell.putObject("texts");
    result.texts().forEach(texts::put);
    cell.put("error", result.error());
    if (!result.firings().isEmpty()) {
      ArrayNode firings = cell.putArray("firings");
      result.firings().forEach(firing -> firings.add(json(firing)));
    }
    cell.put("elapsed", line.elapsed());
    try {
      String text = JSON.writeValueAsString(cell);
      return START + checksum(text) + MIDDLE + text + "}";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A firing as JSON. */
  static ObjectNode json(Firing firing) {
    ObjectNode json = JSON.createObjectNode();
    json.put("rule", firing.rule()).put("on", firing.event()).put("action", firing.action());
    json.put("dataSet", firing.dataSet()).put("configuration", firing.configuration());
    json.put("repeat", firing.repeat()).put("fold", firing.fold()).put("at", firing.at());
    return json.put("evidence", firing.evidence());
  }

  private static Firing firing(JsonNode json) {
    return new Firing(
        json.path("rule").asText(),
        json.path("on").asText(),
        json.path("action").asText(),
        json.path("dataSet").asText(),
        json.path("configuration").asText(),
        json.path("repeat").asInt(),
        json.path("fold").asInt(),
        json.path("at").asInt(),
        json.path("evidence").asText());
  }

  /** The record of a line, or nothing if the line is not whole. */
  static Optional<Line> read(String line) {
    int body = START.length() + DIGITS + MIDDLE.length();
    if (line.length() <= body || !line.startsWith(START) || !line.endsWith("}")) {
      return Optional.empty();
    }
    String text = line.substring(body, line.length() - 1);
    if (!line.startsWith(checksum(text), START.length())) {
      return Optional.empty();
    }
    try {
      JsonNode cell = JSON.readTree(text);
      Map<String, Double> metrics = new LinkedHashMap<>();
      cell.path("metrics")
          .properties()
          .forEach(e -> metrics.put(e.getKey(), Double.valueOf(e.getValue().asText())));
      Map<String, String> texts = new LinkedHashMap<>();
      cell.path("texts").properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
      List<Firing> firings = new ArrayList<>();
      cell.path("firings").forEach(f -> firings.add(firing(f)));
      CellResult result =
          new CellResult(
              cell.path("dataSet").asText(),
              cell.path("dataChecksum").asText(),
              cell.path("configuration").asText(),
              cell.path("scheme").asText(),
              cell.path("options").asText(),
              cell.path("repeat").asInt(),
              cell.path("fold").asInt(),
              cell.path("seed").asLong(),
              cell.path("version").asText(),
              cell.path("trainRows").asInt(),
              cell.path("testRows").asInt(),
              Collections.unmodifiableMap(metrics),
              Collections.unmodifiableMap(texts),
              cell.path("error").isNull() ? null : cell.path("error").asText(),
              List.copyOf(firings));
      return Optional.of(
          new Line(cell.path("key").asText(), result, cell.path("elapsed").asLong()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
