// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A trace as JSON: each recorded step with its sections, each section with its lines, each line
 * with formula, numbers and result; folded quantities as their summaries.
 */
public final class TraceJson {
  private static final int FORMAT = 1;

  private TraceJson() {}

  /** The JSON text. */
  public static String of(Trace trace) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(text)) {
      g.setPrettyPrinter(new DefaultPrettyPrinter());
      g.writeStartObject();
      g.writeNumberField("format", FORMAT);
      about(g, trace.about());
      g.writeArrayFieldStart("losses");
      for (double x : trace.losses()) {
        number(g, x);
      }
      g.writeEndArray();
      g.writeNumberField("every", trace.every());
      g.writeArrayFieldStart("steps");
      for (Frame f : trace.frames()) {
        step(g, trace.script(), f);
      }
      g.writeEndArray();
      g.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static void about(JsonGenerator g, Trace.About a) throws IOException {
    g.writeStringField("title", a.title());
    g.writeStringField("data", a.data());
    g.writeStringField("network", a.network());
    g.writeStringField("loss", a.loss());
    g.writeStringField("optimizer", a.optimizer());
    g.writeNumberField("seed", a.seed());
    g.writeStringField("version", a.version());
    strings(g, "inputs", a.inputs());
    strings(g, "outputs", a.outputs());
    strings(g, "notes", a.notes());
  }

  static void strings(JsonGenerator g, String name, List<String> all) throws IOException {
    g.writeArrayFieldStart(name);
    for (String s : all) {
      g.writeString(s);
    }
    g.writeEndArray();
  }

  static void number(JsonGenerator g, double x) throws IOException {
    if (Double.isFinite(x)) {
      g.writeNumber(x);
    } else {
      g.writeNull();
    }
  }

  private static void step(JsonGenerator g, Script script, Frame f) throws IOException {
    g.writeStartObject();
    g.writeNumberField("step", f.step());
    g.writeArrayFieldStart("rows");
    for (int r : f.rows()) {
      g.writeNumber(r);
    }
    g.writeEndArray();
    field(g, "loss", f.loss());
    field(g, "lossAfter", f.lossAfter());
    field(g, "lossOfAllRowsAfter", f.allLoss());
    g.writeArrayFieldStart("sections");
    for (Section s : script.of(f.rows().size())) {
      section(g, script, s, f);
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void field(JsonGenerator g, String name, double x) throws IOException {
    g.writeFieldName(name);
    number(g, x);
  }

  private static void section(JsonGenerator g, Script script, Section s, Frame f)
      throws IOException {
    g.writeStartObject();
    g.writeStringField("phase", s.phase().name().toLowerCase(java.util.Locale.ROOT));
    g.writeStringField("title", s.title());
    g.writeStringField("formula", s.formula());
    if (!s.remark().isEmpty()) {
      g.writeStringField("remark", s.remark());
    }
    g.writeArrayFieldStart("lines");
    for (Line l : s.lines()) {
      g.writeStartObject();
      if (l.example() >= 0) {
        g.writeNumberField("row", f.rows().get(l.example()));
      }
      g.writeStringField("label", l.label());
      g.writeStringField("formula", l.formula());
      g.writeStringField("numbers", Numbers.fill(l.numbers(), f));
      field(g, "result", Numbers.value(l.result(), f));
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeArrayFieldStart("summaries");
    for (int q : s.quantities()) {
      if (f.summaries()[q] != null) {
        summary(g, script.quantities().get(q), f.summaries()[q]);
      }
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void summary(JsonGenerator g, Quantity q, Summary m) throws IOException {
    g.writeStartObject();
    g.writeStringField("symbol", q.symbol());
    g.writeStringField("meaning", q.meaning());
    g.writeNumberField("count", m.count());
    field(g, "norm", m.norm());
    field(g, "mean", m.mean());
    field(g, "least", m.least());
    field(g, "largest", m.largest());
    g.writeNumberField("zeros", m.zeros());
    g.writeArrayFieldStart("histogram");
    for (int c : m.histogram()) {
      g.writeNumber(c);
    }
    g.writeEndArray();
    g.writeEndObject();
  }
}
