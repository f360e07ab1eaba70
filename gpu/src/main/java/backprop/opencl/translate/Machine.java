// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/** What a method's translation has come to: statements, and what is known at this place of it. */
abstract class Machine {
  final Translation translation;
  final Classes classes;
  final Classes.Found found;
  final StringBuilder code = new StringBuilder();
  final TreeSet<String> variables = new TreeSet<>();
  private final Map<LabelNode, Frame> frames = new HashMap<>();
  private final Map<LabelNode, String> labels = new HashMap<>();
  private final Set<LabelNode> passed = new HashSet<>();

  /** What is known here; null where nothing leads. */
  Frame frame;

  Machine(Translation translation, Classes classes, Classes.Found found) {
    this.translation = translation;
    this.classes = classes;
    this.found = found;
  }

  /** Local variables and the operand stack at one instruction. */
  static final class Frame {
    final Operand[] locals;
    final List<Operand> stack;

    Frame(Operand[] locals, List<Operand> stack) {
      this.locals = locals.clone();
      this.stack = new ArrayList<>(stack);
    }

    Frame copy() {
      return new Frame(locals, stack);
    }
  }

  /** The character for a type of Java: I for all that are ints on the stack. */
  static char kind(Type t) {
    return switch (t.getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> 'I';
      case Type.LONG -> 'J';
      case Type.FLOAT -> 'F';
      case Type.DOUBLE -> 'D';
      case Type.VOID -> 'V';
      default -> 'A';
    };
  }

  UntranslatableException no(String what) {
    return new UntranslatableException(
        "method " + found.method().name + " of " + found.owner().getName() + " " + what);
  }

  void line(String statement) {
    code.append("  ").append(statement).append(";\n");
  }

  void label(LabelNode l) {
    Frame before = frames.get(l);
    if (frame == null) {
      frame = before == null ? null : before.copy();
    } else {
      frames.put(l, merged(before == null ? frame : before, frame));
      frame = frames.get(l).copy();
    }
    if (frame != null) {
      passed.add(l);
      code.append(" ").append(name(l)).append(":;\n");
    }
  }

  String name(LabelNode l) {
    return labels.computeIfAbsent(l, k -> "L" + labels.size());
  }

  Frame merged(Frame a, Frame b) {
    if (a.stack.size() != b.stack.size()) {
      throw no("has a jump that this translation does not understand");
    }
    Frame m = a.copy();
    for (int i = 0; i < m.locals.length; i++) {
      m.locals[i] = Operand.merge(a.locals[i], b.locals[i]);
    }
    for (int i = 0; i < m.stack.size(); i++) {
      m.stack.set(i, Operand.merge(a.stack.get(i), b.stack.get(i)));
    }
    return m;
  }

  String jump(LabelNode to) {
    Frame before = frames.get(to);
    Frame m = before == null ? merged(frame, frame) : merged(before, frame);
    if (passed.contains(to)) {
      for (int i = 0; i < m.locals.length; i++) {
        boolean reference =
            before.locals[i] instanceof Operand.Known
                || before.locals[i] instanceof Operand.Pointer;
        boolean changed = !before.locals[i].equals(frame.locals[i]);
        if (reference && changed && !(frame.locals[i] instanceof Operand.Number)) {
          throw no("changes a reference in a loop");
        }
      }
    } else {
      frames.put(to, m);
    }
    return "goto " + name(to);
  }

  String variable(char place, int index, char kind) {
    String name = "" + place + index + kind;
    variables.add(translation.type(kind) + " " + name);
    return name;
  }

  /** Pushes a number that an expression gives. */
  void push(char kind, String expression) {
    push(kind, expression, null);
  }

  void push(char kind, String expression, Object constant) {
    line(variable('s', frame.stack.size(), kind) + " = " + expression);
    frame.stack.add(new Operand.Number(kind, constant));
  }

  void pushConstant(Object value) {
    if (value instanceof Boolean b) {
      push('I', b ? "1" : "0", b ? 1 : 0);
    } else if (value instanceof Character c) {
      push('I', String.valueOf((int) c), (int) c);
    } else if (value instanceof Double d) {
      push('D', translation.literal('D', d), d);
    } else if (value instanceof Float f) {
      push('F', translation.literal('F', f), f);
    } else if (value instanceof Long l) {
      push('J', translation.literal('J', l), l);
    } else {
      Number n = (Number) value;
      push('I', translation.literal('I', n), n.intValue());
    }
  }

  void push(Operand o) {
    frame.stack.add(o);
  }

  Operand popOperand() {
    return frame.stack.remove(frame.stack.size() - 1);
  }

  /** Pops a number; the name of its variable. */
  String pop() {
    Operand o = popOperand();
    if (o instanceof Operand.Number n) {
      return "s" + frame.stack.size() + n.type();
    }
    throw no("uses a reference where a number was expected");
  }

  /** Copies the top of the stack as a new one, below which others may move. */
  void copyTo(int from, int to, Operand o) {
    if (o instanceof Operand.Number n) {
      line(variable('s', to, n.type()) + " = s" + from + n.type());
    }
  }

  Operand.Known known(Operand o) {
    if (o instanceof Operand.Known k) {
      return k;
    }
    throw no("uses an object that is not known before it runs");
  }

  Operand top(int below) {
    return frame.stack.get(frame.stack.size() - 1 - below);
  }

  static boolean wide(Operand o) {
    return o instanceof Operand.Number n && (n.type() == 'D' || n.type() == 'J');
  }

  /** Copies the uppermost values below as many others. */
  void duplicate(int count, int below) {
    int size = frame.stack.size();
    for (int i = 0; i < count + below; i++) { // From the top down: up by count.
      int from = size - 1 - i;
      copyTo(from, from + count, frame.stack.get(from));
    }
    for (int i = 0; i < count; i++) {
      Operand o = frame.stack.get(size - count + i);
      if (below > 0) {
        copyTo(size + i, size - count - below + i, o);
      }
    }
    List<Operand> upper = new ArrayList<>(frame.stack.subList(size - count, size));
    frame.stack.addAll(size - count - below, upper);
  }
}
