// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A trace as one HTML page that needs nothing else: the network drawn, forward and backward to
 * click through, many steps to scrub through. The page gets the script and the numbers of all
 * recorded steps and fills the lines in by itself.
 */
public final class TracePage {
  /** Digits that the page gets: more than it prints. */
  private static final MathContext STORED = new MathContext(12);

  private static final int BYTE = 255;
  private static final int FINER = 256;

  private TracePage() {}

  /** The page. */
  public static String of(Trace trace) {
    return resource("page.html")
        .replace("/*style*/", resource("page.css"))
        .replace("<!--title-->", escaped(trace.about().title()))
        .replace("/*data*/", data(trace))
        .replace(
            "/*script*/",
            resource("format.js")
                + resource("drawing.js")
                + resource("charts.js")
                + resource("page.js"));
  }

  private static String resource(String name) {
    try (InputStream in = TracePage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** JSON that may stand inside a script element: nothing in it can end that. */
  private static String data(Trace trace) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(text)) {
      g.writeStartObject();
      TraceJson.about(g, trace.about());
      numbers(g, "losses", trace.losses());
      g.writeNumberField("every", trace.every());
      quantities(g, trace.script().quantities());
      stages(g, trace.script().stages());
      g.writeObjectFieldStart("sections");
      for (int batch : trace.script().sections().keySet()) {
        g.writeArrayFieldStart(String.valueOf(batch));
        for (Section s : trace.script().of(batch)) {
          section(g, s);
        }
        g.writeEndArray();
      }
      g.writeEndObject();
      g.writeArrayFieldStart("frames");
      for (Frame f : trace.frames()) {
        frame(g, f);
      }
      g.writeEndArray();
      if (trace.surface() != null) {
        surface(g, trace.surface());
      }
      g.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replace("<", "\\u003c").replace("\u2028", "\\u2028");
  }

  private static void quantities(JsonGenerator g, List<Quantity> all) throws IOException {
    g.writeArrayFieldStart("quantities");
    for (Quantity q : all) {
      g.writeStartObject();
      g.writeStringField("symbol", q.symbol());
      g.writeStringField("meaning", q.meaning());
      g.writeStringField("kind", q.kind().name());
      g.writeBooleanField("perExample", q.perExample());
      g.writeNumberField("rows", q.rows());
      g.writeNumberField("columns", q.columns());
      g.writeBooleanField("folded", q.folded());
      if (q.picture() != null) {
        g.writeArrayFieldStart("picture");
        g.writeNumber(q.picture().height());
        g.writeNumber(q.picture().width());
        g.writeEndArray();
      }
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void stages(JsonGenerator g, List<Stage> all) throws IOException {
    g.writeArrayFieldStart("stages");
    for (Stage s : all) {
      g.writeStartObject();
      g.writeStringField("title", s.title());
      g.writeStringField("kind", s.kind());
      integers(g, "inputs", s.inputs());
      g.writeNumberField("output", s.output());
      g.writeNumberField("gradient", s.gradient());
      g.writeNumberField("weights", s.weights());
      g.writeNumberField("bias", s.bias());
      g.writeNumberField("weightGradient", s.weightGradient());
      g.writeNumberField("biasGradient", s.biasGradient());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void section(JsonGenerator g, Section s) throws IOException {
    g.writeStartObject();
    g.writeStringField("phase", s.phase().name());
    g.writeNumberField("stage", s.stage());
    g.writeStringField("title", s.title());
    g.writeStringField("formula", s.formula());
    g.writeStringField("remark", s.remark());
    integers(g, "quantities", s.quantities());
    g.writeArrayFieldStart("lines");
    for (Line l : s.lines()) {
      g.writeStartArray();
      g.writeNumber(l.example());
      g.writeNumber(l.element());
      g.writeString(l.label());
      g.writeString(l.formula());
      g.writeString(l.numbers());
      g.writeString(l.result());
      g.writeEndArray();
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void frame(JsonGenerator g, Frame f) throws IOException {
    g.writeStartObject();
    g.writeNumberField("step", f.step());
    integers(g, "rows", f.rows());
    g.writeFieldName("loss");
    number(g, f.loss());
    g.writeFieldName("lossAfter");
    number(g, f.lossAfter());
    g.writeFieldName("allLoss");
    number(g, f.allLoss());
    g.writeArrayFieldStart("numbers");
    for (double[] all : f.numbers()) {
      if (all == null) {
        g.writeNull();
      } else {
        array(g, all);
      }
    }
    g.writeEndArray();
    g.writeObjectFieldStart("summaries");
    for (int q = 0; q < f.summaries().length; q++) {
      Summary m = f.summaries()[q];
      if (m != null) {
        g.writeArrayFieldStart(String.valueOf(q));
        g.writeNumber(m.count());
        number(g, m.norm());
        number(g, m.mean());
        number(g, m.least());
        number(g, m.largest());
        g.writeNumber(m.zeros());
        for (int c : m.histogram()) {
          g.writeNumber(c);
        }
        g.writeEndArray();
      }
    }
    g.writeEndObject();
    g.writeObjectFieldStart("pictures");
    for (int q = 0; q < f.pictures().length; q++) {
      if (f.pictures()[q] != null) {
        picture(g, String.valueOf(q), f.pictures()[q]);
      }
    }
    g.writeEndObject();
    g.writeEndObject();
  }

  /** Pixels as bytes: 128 is 0, the largest size is 1 or 255. */
  private static void picture(JsonGenerator g, String name, double[] pixels) throws IOException {
    double most = 0;
    for (double x : pixels) {
      most = Math.max(most, Math.abs(x));
    }
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(128 + (most > 0 ? pixels[i] / most * 127 : 0));
    }
    g.writeArrayFieldStart(name);
    number(g, most);
    g.writeString(Base64.getEncoder().encodeToString(bytes));
    g.writeEndArray();
  }

  private static void surface(JsonGenerator g, Trace.Surface s) throws IOException {
    g.writeObjectFieldStart("surface");
    g.writeNumberField("columns", s.columns());
    g.writeNumberField("rows", s.rows());
    TraceJson.strings(g, "names", s.names());
    numbers(g, "from", s.from());
    numbers(g, "to", s.to());
    TraceJson.strings(g, "answers", s.answers());
    g.writeFieldName("low");
    number(g, s.low());
    g.writeFieldName("high");
    number(g, s.high());
    g.writeArrayFieldStart("points");
    for (double[] p : s.points()) {
      array(g, p);
    }
    g.writeEndArray();
    g.writeArrayFieldStart("frames");
    for (double[] f : s.values()) {
      g.writeString(Base64.getEncoder().encodeToString(answers(s, f)));
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  /** Two bytes: one answer between low and high, or of several the largest, and how large it is. */
  private static byte[] answers(Trace.Surface s, double[] values) {
    int k = s.answers().size();
    int points = s.columns() * s.rows();
    byte[] bytes = new byte[2 * points];
    for (int i = 0; i < points; i++) {
      if (k == 1) {
        double range = s.high() > s.low() ? s.high() - s.low() : 1;
        int fine = (int) Math.round((values[i] - s.low()) / range * BYTE * FINER);
        bytes[2 * i] = (byte) (fine / FINER);
        bytes[2 * i + 1] = (byte) (fine % FINER);
        continue;
      }
      int best = 0;
      for (int c = 1; c < k; c++) {
        best = values[i * k + c] > values[i * k + best] ? c : best;
      }
      bytes[2 * i] = (byte) best;
      double share = Math.max(0, Math.min(1, values[i * k + best]));
      bytes[2 * i + 1] = (byte) Math.round(share * BYTE);
    }
    return bytes;
  }

  private static void integers(JsonGenerator g, String name, List<Integer> all) throws IOException {
    g.writeArrayFieldStart(name);
    for (int i : all) {
      g.writeNumber(i);
    }
    g.writeEndArray();
  }

  private static void numbers(JsonGenerator g, String name, double[] all) throws IOException {
    g.writeFieldName(name);
    array(g, all);
  }

  private static void array(JsonGenerator g, double[] all) throws IOException {
    g.writeStartArray();
    for (double x : all) {
      number(g, x);
    }
    g.writeEndArray();
  }

  private static void number(JsonGenerator g, double x) throws IOException {
    if (Double.isNaN(x)) {
      g.writeNull();
    } else if (Double.isInfinite(x)) {
      g.writeString(x > 0 ? "infinite" : "-infinite");
    } else {
      g.writeNumber(new BigDecimal(x).round(STORED).stripTrailingZeros().toString());
    }
  }
}
