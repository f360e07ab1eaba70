// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Recurrence;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The op contract for the ops on sequences and on tables. */
final class SequenceGradientTest extends OpContract {
  @Override
  protected Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean reverse : new boolean[] {false, true}) {
      for (boolean masked : new boolean[] {false, true}) {
        for (double dropout : new double[] {0, 0.4}) {
          String way =
              (reverse ? ", reverse" : "") + (masked ? ", masked" : "") + ", dropout " + dropout;
          Function<Integer, Recurrence> how = t -> new Recurrence(t, reverse, 0, dropout);
          cases.add(cell("rnn" + way, 1, masked, t -> new RnnSteps(how.apply(t), new Tanh())));
          cases.add(
              cell(
                  "lstm" + way,
                  4,
                  masked,
                  t -> new LstmSteps(how.apply(t), new Sigmoid(), new Tanh())));
          cases.add(
              cell(
                  "gru" + way,
                  3,
                  masked,
                  t -> new GruSteps(how.apply(t), new Sigmoid(), new Tanh())));
        }
      }
    }
    Function<Integer, Recurrence> plain = t -> new Recurrence(t, false, 0, 0);
    cases.add(cell("rnn of softplus", 1, true, t -> new RnnSteps(plain.apply(t), new Softplus())));
    cases.add(
        cell(
            "lstm of other functions",
            4,
            true,
            t -> new LstmSteps(plain.apply(t), new Tanh(), new Softplus())));
    cases.add(
        cell(
            "gru of other functions",
            3,
            true,
            t -> new GruSteps(plain.apply(t), new Tanh(), new Softplus())));
    for (boolean first : new boolean[] {false, true}) {
      for (boolean masked : new boolean[] {false, true}) {
        cases.add(
            onSteps("end step, first " + first + ", masked " + masked, masked, new EndStep(first)));
      }
    }
    cases.add(onSteps("keep steps", true, new KeepSteps()));
    cases.add(
        new Case(
            "lookup",
            r -> {
              int rows = 1 + r.nextInt(5);
              int n = 1 + r.nextInt(4);
              Shape indices = r.nextInt(2) == 0 ? Shape.of(n) : Shape.of(n, 1);
              return new Draw(1 + r.nextInt(4))
                  .target(indices, () -> r.nextInt(rows + 1) - 1)
                  .fixed(Shape.of(rows, 1 + r.nextInt(6)), r)
                  .op(new Lookup());
            }));
    cases.add(
        new Case(
            "scale", r -> new Draw(3).example(Shape.of(1 + r.nextInt(5)), r).op(new Scale(-0.3))));
    cases.add(new Case("padding found", SequenceGradientTest::withPaddingFound));
    return cases.stream();
  }

  private static Case cell(String name, int groups, boolean masked, Function<Integer, Op> op) {
    return new Case(
        name,
        r -> {
          int time = 1 + r.nextInt(5);
          int units = 1 + r.nextInt(4);
          Draw d =
              new Draw(1 + r.nextInt(3))
                  .example(Shape.of(time, groups * units), r)
                  .fixed(Shape.of(units, groups * units), r);
          if (groups == 3) {
            d.fixed(Shape.of(1, groups * units), r);
          }
          if (masked) {
            d.target(Shape.of(time, 1), () -> r.nextInt(3) == 0 ? 0 : 1);
          }
          return d.op(op.apply(time));
        });
  }

  private static Case onSteps(String name, boolean masked, Op op) {
    return new Case(
        name,
        r -> {
          int time = 1 + r.nextInt(5);
          Draw d = new Draw(1 + r.nextInt(4)).example(Shape.of(time, 1 + r.nextInt(4)), r);
          return masked ? d.target(Shape.of(time, 1), () -> r.nextInt(2)).op(op) : d.op(op);
        });
  }

  /** A sequence whose padding is found on the way: no gradient comes from the search. */
  private static Draw withPaddingFound(RandomStream r) {
    return new Draw(3)
        .example(Shape.of(4, 2), r)
        .record((g, v) -> g.op(new KeepSteps(), v[0], g.op(new FindPadding(0, true), v[0])));
  }
}
