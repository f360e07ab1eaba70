// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.util.List;
import java.util.Optional;

/** Small catalogs that use every feature of the text form. */
public final class Sample {
  private Sample() {}

  /** Something with parts in it. */
  public interface Part {}

  /** Something that may be a plain number. */
  public interface Curve {}

  /** A choice. */
  public enum Padding {
    SAME_SIZE,
    VALID
  }

  /** Shape of a function. */
  public interface Form {}

  /** Without properties. */
  @Description("Nothing at all.")
  public record Relu() implements Form {}

  /** With a number. */
  @Name("lrelu")
  @Description("Something leaky.")
  public record LeakyRelu(@Tip(value = "slope", below = 1) double slope) implements Form {}

  /** A plain number. */
  @PlainNumber
  @Description("Always the same.")
  public record Fixed(@Tip("the number") double value) implements Curve {}

  /** A curve that holds a curve. */
  @Description("Falls.")
  public record Falling(@Tip(value = "start", above = 0) double initial, @Tip("end") Curve endCurve)
      implements Curve {}

  /** With a required property and one that is refused by the constructor. */
  @Description("A dense part.")
  public record Dense(
      @Tip(value = "number of units", min = 1, max = 1000, required = true) int units,
      @Tip("what follows") Form form,
      @Tip("whether something is added") boolean bias,
      @Tip(value = "dropped part", min = 0, below = 1) Curve rate)
      implements Part {
    public Dense {
      if (units == 13) {
        throw new IllegalArgumentException("13 units bring bad luck");
      }
    }
  }

  /** Holds parts. */
  @Description("Parts side by side.")
  public record Chain(@Tip("the parts") List<Part> parts) implements Part {}

  /** Holds parts after and before other things. */
  @Description("Parts again and again.")
  public record Repeat(
      @Tip(value = "how often", min = 1) int times,
      @Tip("the padding") Padding padding,
      @Tip("the parts") List<Part> parts,
      @Tip("the scale") double scale,
      @Tip("further sizes") List<Integer> sizes)
      implements Part {}

  /** All other types. */
  @Keyed
  @Description("Odds and ends.")
  public record Odds(
      @Tip("a big number") long seed,
      @Tip("a label") String label,
      @Tip("a form, perhaps") Optional<Form> form,
      @Tip("a label, perhaps") Optional<String> note,
      @Tip("labels") List<String> labels,
      @Name("pad") @Tip("the padding") Padding padding)
      implements Part {}

  static final Texts TEXTS =
      Texts.of(
          Catalog.of(
              "part",
              Part.class,
              new Dense(64, new Relu(), true, new Fixed(0.5)),
              new Chain(List.of()),
              new Repeat(2, Padding.VALID, List.of(new Chain(List.of())), 1, List.of(3)),
              new Odds(
                  1, "none", Optional.empty(), Optional.of("x"), List.of("a"), Padding.SAME_SIZE)),
          Catalog.of("form", Form.class, new Relu(), new LeakyRelu(0.01)),
          Catalog.of("curve", Curve.class, new Fixed(0.01), new Falling(1, new Fixed(0))));
}
