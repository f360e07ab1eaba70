// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.text.Sample.Chain;
import backprop.engine.text.Sample.Curve;
import backprop.engine.text.Sample.Dense;
import backprop.engine.text.Sample.Falling;
import backprop.engine.text.Sample.Fixed;
import backprop.engine.text.Sample.LeakyRelu;
import backprop.engine.text.Sample.Part;
import backprop.engine.text.Sample.Relu;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest extends TextContract {
  private static final Relu RELU = new Relu();

  @Override
  protected Texts texts() {
    return Sample.TEXTS;
  }

  private static Dense dense(int units) {
    return new Dense(units, RELU, true, new Fixed(0.5));
  }

  @Test
  void readsWhatTheDocumentationShows() {
    assertEquals(
        List.of(dense(64), new Dense(32, new LeakyRelu(0.2), false, new Fixed(0.1))),
        texts()
            .parseList(
                Part.class, "dense(64, relu), dense(32, lrelu(.2), bias = false, rate=0.1)"));
    assertEquals(
        new Chain(List.of(dense(3), new Chain(List.of()))),
        texts().parse(Part.class, "chain(\n\tdense(3),\n  chain)"));
    assertEquals(
        new Falling(0.1, new Falling(1e-4, new Fixed(0))),
        texts().parse(Curve.class, "falling(0.1, end-curve=falling(1e-4))"));
    assertEquals(new Fixed(-2), texts().parse(Curve.class, " -2 "));
    assertEquals(new Fixed(-2), texts().parse(Curve.class, "fixed(-2)"));
  }

  /** Texts that are canonical already. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense(64)",
        "dense(64, lrelu)",
        "dense(64, lrelu(0.2), bias=false, rate=falling(2, end-curve=0.1))",
        "chain",
        "chain(dense(1), chain(dense(2)))",
        "repeat",
        "repeat(3)",
        "repeat(parts=[])",
        "repeat(3, valid, dense(1), dense(2), scale=2, sizes=[1, 2])",
        "repeat(2, valid, dense(1))",
        "repeat(padding=same-size, scale=1e-4)",
        "odds(seed=-5, label=abc, form=lrelu, note=none, labels=[], pad=valid)",
        "odds(label=\"a \\\"b\\\" \\\\ c\", note=\"none\", labels=[a, \"b c\"])",
        "odds(seed=9223372036854775807)"
      })
  void canonicalTextsPrintAsTheyAre(String text) {
    assertEquals(text, texts().print(Part.class, texts().parse(Part.class, text)));
  }

  @ParameterizedTest
  @CsvSource({
    "64, 64",
    "0.2, 0.2",
    "0.0001, 1e-4",
    "0.001, 0.001",
    "1.5e-7, 1.5e-7",
    "-2.5E-5, -2.5e-5",
    "1000000, 1000000",
    "12345678, 1.2345678e7",
    "1e300, 1e300",
    "0.30000000000000004, 0.30000000000000004",
    "2e-3, 0.002",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "0, 0",
    "-0.0, -0"
  })
  void numbersAreShort(double x, String text) {
    assertEquals(text, Printer.number(x));
    assertEquals(x, Double.parseDouble(text));
  }

  @Test
  void anyDoubleSurvives() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(x)) {
        assertEquals(x, Double.parseDouble(Printer.number(x)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dens(64) | 1 | there is no part 'dens'; did you mean 'dense'?",
        "xyzzyx | 1 | there is no part 'xyzzyx'; known are dense, chain, repeat, odds",
        "dense(64, rleu) | 11 | there is no form 'rleu'; did you mean 'relu'?",
        "dense(64, unit=3) | 11 | dense has no 'unit'; did you mean 'units'?",
        "dense | 1 | dense needs 'units': number of units",
        "dense(64.5) | 7 | found the number 64.5, expected a whole number",
        "dense(1e99) | 7 | found the number 1e99, expected a whole number",
        "dense(relu) | 7 | found 'relu', expected a whole number",
        "dense('x') | 7 | found the string 'x', expected a whole number",
        "dense(64, 3) | 11 | found the number 3, expected a form such as relu",
        "dense(64, rate=relu) | 16 | there is no curve 'relu'; known are fixed, falling",
        "dense(64, rate='a') | 16 | found the string 'a', expected a number or a curve such as falling",
        "dense(64, rate=[]) | 16 | found a list in brackets, expected a number or a curve such as falling",
        "dense(0) | 7 | units is 0, allowed are numbers at least 1 and at most 1000",
        "dense(64, rate=1) | 16 | rate is 1, allowed are numbers at least 0 and below 1",
        "dense(64, rate=fixed(1)) | 16 | rate is 1, allowed are numbers at least 0 and below 1",
        "dense(64, rate=1e999) | 16 | the number 1e999 is too large",
        "dense(64, bias=maybe) | 16 | found 'maybe', expected true or false",
        "dense(13) | 1 | dense: 13 units bring bad luck",
        "dense(64, relu, true, 0, 5) | 26 | dense takes at most 4 arguments (units, form, bias, rate), found 5",
        "dense(64, relu(3)) | 16 | relu takes no arguments, found 1",
        "dense(64, units=3) | 11 | 'units' of dense is given twice",
        "dense(units=3, relu) | 16 | an argument without a key after one with a key in dense",
        "dense(64 | 9 | the text ends before the '(' of column 6 is closed",
        "dense(64)) | 10 | ')' closes nothing",
        "dense(64] | 9 | found ']', expected ',' or ')'",
        "dense(64 relu) | 10 | found 'relu', expected ',' or ')'",
        "dense(64) dense(3) | 11 | found 'dense', expected the end of the text or ','",
        "dense(64), | 11 | the text ends here, expected a name or a number",
        "dense(,) | 7 | found ',', expected a name or a number",
        "dense(64,) | 10 | found ')', expected a name or a number",
        "dense(6x4) | 7 | '6x4' is not a number",
        "dense(64, 'relu) | 11 | the quote is not closed",
        "repeat(2, vald) | 11 | 'vald' is not allowed; did you mean 'valid'?",
        "repeat(parts=chain) | 14 | found 'chain', expected a list in brackets of a part such as dense",
        "dense(64), 5 | 12 | found the number 5, expected a part such as dense",
        "odds(seed=99999999999999999999) | 11 | found the number 99999999999999999999, expected a whole number",
        "{} | 1 | found '{', expected a name or a number",
      })
  void errorsSayWhereWhatAndWhatIsAllowed(String text, int column, String problem) {
    TextException e = assertThrows(TextException.class, () -> texts().parseList(Part.class, text));
    assertEquals(problem, e.problem());
    assertEquals(column, e.column());
    assertEquals("column " + column + ": " + problem, e.getMessage());
  }

  @Test
  void oneEntryIsExactlyOne() {
    assertThrows(TextException.class, () -> texts().parse(Part.class, ""));
    assertThrows(TextException.class, () -> texts().parse(Part.class, "chain, chain"));
    assertEquals(List.of(), texts().parseList(Part.class, "  "));
    assertEquals(List.of(), texts().parseList(Part.class, "none"));
    assertEquals("none", texts().printList(Part.class, List.of()));
  }

  @Test
  void deepAndLongTextsAreRefusedNotFatal() {
    for (String open : List.of("chain(", "repeat(parts=[", "[", "falling(end-curve=")) {
      TextException e =
          assertThrows(
              TextException.class, () -> texts().parseList(Part.class, open.repeat(100_000 / 2)));
      assertTrue(e.problem().contains("nested deeper than 64"), e.problem());
    }
    String nested = "chain(".repeat(60) + ")".repeat(60);
    assertEquals(nested.replace("()", ""), texts().print(texts().parse(Part.class, nested)));
    assertThrows(
        TextException.class, () -> texts().parseList(Part.class, "chain,".repeat(200_000)));
    assertThrows(TextException.class, () -> texts().parseList(Part.class, "1".repeat(900_000)));
    assertThrows(TextException.class, () -> texts().parseList(Part.class, "a".repeat(900_000)));
    assertEquals(100_000, texts().parseList(Part.class, "chain,".repeat(99_999) + "chain").size());
  }

  /** What a file says must not depend on the defaults of the version that reads it. */
  @Test
  void fullTextsMeanTheSameUnderOtherDefaults() {
    Texts other =
        Texts.of(
            Catalog.of(
                "part",
                Part.class,
                new Dense(1, new LeakyRelu(0.5), false, new Falling(3, new Fixed(4))),
                new Chain(List.of(new Dense(2, RELU, true, new Fixed(0.9))))),
            Catalog.of("form", Sample.Form.class, RELU, new LeakyRelu(0.7)),
            Catalog.of("curve", Curve.class, new Fixed(1), new Falling(9, new Fixed(8))));
    Part part = new Chain(List.of(dense(64), new Chain(List.of())));
    String full = texts().printFully(Part.class, part);
    assertEquals("chain(dense(64, relu, bias=true, rate=0.5), chain(parts=[]))", full);
    assertEquals(part, other.parse(Part.class, full));
    assertEquals("lrelu(0.01)", texts().printFully(Sample.Form.class, new LeakyRelu(0.01)));
  }

  @Test
  void whatPrintsIsNotTooDeepToBeRead() {
    Part part = new Chain(List.of());
    int depth = 0;
    boolean printed = true;
    while (printed) {
      part = new Chain(List.of(part));
      depth++;
      String text = null;
      try {
        text = texts().print(part);
      } catch (IllegalArgumentException e) {
        printed = false;
      }
      if (printed) {
        assertEquals(part, texts().parse(Part.class, text));
      }
    }
    assertEquals(65, depth);
  }

  @Test
  void wordsThatAreNotPossibleSayWhy() {
    Texts more =
        texts()
            .withWord(
                Part.class,
                "auto",
                () -> {
                  throw new IllegalArgumentException("there is no class attribute");
                });
    assertEquals(
        "column 7: 'auto' is not possible here: there is no class attribute",
        assertThrows(TextException.class, () -> more.parse(Part.class, "chain(auto)"))
            .getMessage());
  }

  @Test
  void wordsStandForWhatTheUserOfTextsSays() {
    Texts more =
        texts()
            .withWord(Part.class, "auto", () -> List.of(dense(5), dense(6)))
            .withWord(Part.class, "out", () -> dense(9))
            .withWord(int.class, "a", () -> 21);
    assertEquals(
        List.of(dense(1), dense(5), dense(6), dense(9), dense(21)),
        more.parseList(Part.class, "dense(1), auto, out, dense(a)"));
    assertEquals(new Chain(List.of(dense(5), dense(6))), more.parse(Part.class, "chain(auto)"));
    assertEquals(
        "column 1: 'auto' stands for a list, expected a part such as dense",
        assertThrows(TextException.class, () -> more.parse(Part.class, "auto")).getMessage());
    assertEquals(
        "column 1: there is no part 'aut'; did you mean 'auto'?",
        assertThrows(TextException.class, () -> more.parse(Part.class, "aut")).getMessage());
    assertThrows(TextException.class, () -> texts().parseList(Part.class, "auto"));
  }

  @Test
  void catalogsTellEditorsWhatTheyNeed() {
    Entry<Part> e = texts().catalog(Part.class).entry("dense").orElseThrow();
    assertEquals("A dense part.", e.description());
    Property units = e.properties().get(0);
    assertEquals("number of units", units.tip());
    assertEquals("at least 1 and at most 1000", units.range().toString());
    assertTrue(units.required());
    assertEquals("64", texts().defaultText(units));
    assertEquals(7, units.of(dense(7)));
    assertEquals(ValueType.Form.ENTRY, e.properties().get(1).type().form());
    assertEquals("relu", texts().defaultText(e.properties().get(1)));
    Property padding =
        texts().catalog(Part.class).entry("repeat").orElseThrow().properties().get(1);
    assertEquals(List.of("same-size", "valid"), padding.type().choices());
  }

  /** Not public, so no reader in another class loader could make it. */
  private record Hidden() implements Part {}

  /** A property without a text form. */
  public record Odd(int[] sizes) implements Part {}

  @Test
  void catalogsRefuseWhatCannotWork() {
    String hidden = refusal(new Hidden());
    assertTrue(hidden.endsWith("Hidden is not a public record"), hidden);
    String odd =
        assertThrows(
                IllegalArgumentException.class,
                () -> Texts.of(Catalog.of("part", Part.class, new Odd(new int[0]))))
            .getMessage();
    assertTrue(odd.endsWith("Odd.sizes has type int[], which has no text form"), odd);
    String twice = refusal(new Chain(List.of()), new Chain(List.of(dense(1))));
    assertEquals("two entries of kind part are called chain", twice);
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> Texts.of(Catalog.of("part", Part.class, dense(1))));
    assertTrue(missing.getMessage().contains("there is no catalog of"), missing.getMessage());
  }

  private static String refusal(Part... prototypes) {
    return assertThrows(
            IllegalArgumentException.class, () -> Catalog.of("part", Part.class, prototypes))
        .getMessage();
  }
}
