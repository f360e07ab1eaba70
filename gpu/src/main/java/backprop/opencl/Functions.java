// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.Rowwise;
import backprop.engine.backend.UpdateRule;
import backprop.opencl.translate.Translation;
import backprop.opencl.translate.UntranslatableException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kernels for functions that bring their own loops, made from the functions' classes. Activations
 * compute in float; losses and penalties in double where the device can; optimizers as their rules
 * say.
 */
final class Functions {
  private static final String NUMBER = "(D)D";
  private static final String TWO = "(DD)D";
  private static final String ROW_VALUE = "([DI[DI)D";
  private static final String ROW_GRADIENT = "([DI[DI[D)V";
  private static final String ROW_APPLY = "([DI[DI)V";

  private final Launcher launcher;
  private final Host host;
  private final String real;
  private final Map<Object, Optional<Call[]>> made = new IdentityHashMap<>();
  private final Map<Object, Map<Object, Optional<Call[]>>> cells = new IdentityHashMap<>();
  private final Map<Object, List<Update>> updates = new IdentityHashMap<>();

  /** No constant of an update is a norm that is on the device. */
  static final int NO_NORM = -1;

  /** The kernel of a rule for so many slots and constants, of which one may be a norm. */
  private record Update(int slots, int constants, int norm, Optional<Call[]> calls) {}

  /** Makes the kernels for a function. */
  private interface Maker {
    Call[] make();
  }

  Functions(Launcher launcher, Host host) {
    this.launcher = launcher;
    this.host = host;
    this.real = launcher.device().info().doubles() ? "double" : "float";
  }

  /** The kernels, or null where the function has to run on the processor. */
  private Call[] of(Object function, Maker maker) {
    Optional<Call[]> calls = made.get(function);
    if (calls == null) {
      calls = tried(function, maker);
      made.put(function, calls);
    }
    return calls.orElse(null);
  }

  private Optional<Call[]> tried(Object function, Maker maker) {
    try {
      return Optional.of(maker.make());
    } catch (UntranslatableException e) {
      host.say(function, e.getMessage());
      return Optional.empty();
    }
  }

  private Call[] calls(Object function, String file, String header, String... kernels) {
    Call[] calls = new Call[kernels.length];
    String name = file + " for " + function.getClass().getSimpleName();
    for (int i = 0; i < kernels.length; i++) {
      calls[i] = launcher.compiled(name, header + Sources.read(file), "", kernels[i]);
    }
    return calls;
  }

  /** Kernels {@code map} and {@code map_gradient}, or null. */
  Call[] map(Elementwise f) {
    Call[] c = cached(f);
    return c != null ? c : of(f, () -> makeMap(f));
  }

  private Call[] cached(Object function) {
    Optional<Call[]> calls = made.get(function);
    return calls == null ? null : calls.orElse(null);
  }

  private Call[] makeMap(Elementwise f) {
    Translation t = new Translation(f instanceof Activation ? "float" : real);
    String header = define(t, "VALUE(x)", "x", f, "value", NUMBER, Translation.number());
    header +=
        define(
            t,
            "SLOPE(x, y)",
            "x, y",
            f,
            "derivative",
            TWO,
            Translation.number(),
            Translation.number());
    return calls(f, "function.cl", t.source() + header, "map", "map_gradient");
  }

  private static String define(
      Translation t,
      String macro,
      String arguments,
      Object f,
      String method,
      String descriptor,
      Object... kinds) {
    String name = t.function(f, method, descriptor, kinds);
    return "#define " + macro + " " + name + "(" + arguments + ")\n";
  }

  /** Kernels {@code pair_loss} and {@code pair_loss_gradient}, or null. */
  Call[] pair(Pairwise f) {
    Call[] c = cached(f);
    return c != null ? c : of(f, () -> makePair(f));
  }

  private Call[] makePair(Pairwise f) {
    Translation t = new Translation(real);
    Object n = Translation.number();
    String header = define(t, "VALUE(p, t)", "p, t", f, "value", TWO, n, n);
    header += define(t, "SLOPE(p, t)", "p, t", f, "derivative", TWO, n, n);
    return calls(f, "pair.cl", t.source() + header, "pair_loss", "pair_loss_gradient");
  }

  /** Kernels {@code row_loss} and {@code row_loss_gradient}, or null. */
  Call[] row(Rowwise f) {
    Call[] c = cached(f);
    return c != null ? c : of(f, () -> makeRow(f));
  }

  private Call[] makeRow(Rowwise f) {
    Translation t = new Translation(real);
    Object a = Translation.array("float", "__global");
    Object n = Translation.integer();
    String header = "#define LOSS\n";
    header += define(t, "VALUE(x, n, t, m)", "x, n, t, m", f, "value", ROW_VALUE, a, n, a, n);
    header +=
        define(
            t,
            "GRADIENT(x, n, t, m, d)",
            "x, n, t, m, d",
            f,
            "gradient",
            ROW_GRADIENT,
            a,
            n,
            a,
            n,
            a);
    return calls(f, "row.cl", t.source() + header, "row_loss", "row_loss_gradient");
  }

  /** Kernel {@code row_map}, or null. */
  Call[] row(RowFunction f) {
    Call[] c = cached(f);
    return c != null ? c : of(f, () -> makeRow(f));
  }

  private Call[] makeRow(RowFunction f) {
    Translation t = new Translation(real);
    Object a = Translation.array("float", "__global");
    Object n = Translation.integer();
    String header = define(t, "APPLY(x, n, y, m)", "x, n, y, m", f, "apply", ROW_APPLY, a, n, a, n);
    return calls(f, "row.cl", t.source() + header, "row_map");
  }

  /**
   * The kernel of an optimizer's rule, or null; a work-item updates an element. One rule may serve
   * optimizers that keep different slots.
   *
   * @param norm index of the constant that is on the device, or {@link #NO_NORM}
   */
  Call update(UpdateRule rule, int slots, int constants, int norm) {
    List<Update> known = updates.get(rule);
    if (known == null) {
      known = new ArrayList<>();
      updates.put(rule, known);
    }
    for (int i = 0; i < known.size(); i++) {
      Update u = known.get(i);
      if (u.slots == slots && u.constants == constants && u.norm == norm) {
        return u.calls.isPresent() ? u.calls.get()[0] : null;
      }
    }
    Optional<Call[]> calls = tried(rule, () -> makeUpdate(rule, slots, constants, norm));
    known.add(new Update(slots, constants, norm, calls));
    return calls.isPresent() ? calls.get()[0] : null;
  }

  private Call[] makeUpdate(UpdateRule rule, int slots, int constants, int norm) {
    Translation t = new Translation(real);
    Object a = Translation.array("float", "__global");
    String name =
        t.function(
            rule,
            "update",
            "([F[F[[F[DII)V",
            a,
            a,
            Translation.arrays(slots),
            Translation.array(real, "__private"),
            Translation.integer(),
            Translation.integer());
    List<String> parameters = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    List<String> values = new ArrayList<>();
    parameters.add("const int from, const int count, MATRIX(w), MATRIX(g)");
    arguments.add("w + w_offset, g + g_offset");
    for (int i = 0; i < slots; i++) {
      parameters.add("MATRIX(s" + i + ")");
      arguments.add("s" + i + " + s" + i + "_offset");
    }
    for (int i = 0; i < constants; i++) {
      parameters.add((i == norm ? "__global const real *k" : "const real k") + i);
      values.add((i == norm ? "*k" : "k") + i);
    }
    String kernel =
        "__kernel void update("
            + String.join(", ", parameters)
            + ") {\n  const int i = get_global_id(0);\n  if (i < count) {\n    real k[] = {"
            + String.join(", ", values)
            + "};\n    "
            + name
            + "("
            + String.join(", ", arguments)
            + ", k, from + i, from + i + 1);\n  }\n}\n";
    String title = "update for " + rule.getClass().getSimpleName();
    return new Call[] {launcher.compiled(title, t.source() + kernel, "", "update")};
  }

  /**
   * Kernels for a recurrent cell, forward and backward, or null.
   *
   * @param candidate the gates' function where there is only one
   */
  Call[] cell(Elementwise gate, Elementwise candidate) {
    Map<Object, Optional<Call[]>> with = cells.get(gate);
    if (with == null) {
      with = new IdentityHashMap<>();
      cells.put(gate, with);
    }
    Optional<Call[]> calls = with.get(candidate);
    if (calls == null) {
      calls = tried(gate, () -> makeCell(gate, candidate));
      with.put(candidate, calls);
    }
    return calls.orElse(null);
  }

  private Call[] makeCell(Elementwise gate, Elementwise candidate) {
    Translation t = new Translation("float");
    Object n = Translation.number();
    String header = define(t, "GATE(x)", "x", gate, "value", NUMBER, n);
    header += define(t, "GATE_SLOPE(x, y)", "x, y", gate, "derivative", TWO, n, n);
    header += define(t, "CANDIDATE(x)", "x", candidate, "value", NUMBER, n);
    header += define(t, "CANDIDATE_SLOPE(x, y)", "x, y", candidate, "derivative", TWO, n, n);
    String[] kernels = {"rnn", "rnn_gradient", "lstm", "lstm_gradient", "gru", "gru_gradient"};
    return calls(gate, "sequences.cl", t.source() + header, kernels);
  }
}
