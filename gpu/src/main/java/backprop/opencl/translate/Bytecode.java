// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * One method, instruction by instruction: a variable for every local variable and place of the
 * operand stack, a label for every target of a jump. The device's compiler makes registers of them.
 */
final class Bytecode extends Calls {
  private final Translation.Signature signature;
  private final List<String> parameters = new ArrayList<>();
  private int pointers;

  Bytecode(
      Translation translation,
      Classes classes,
      Classes.Found found,
      Translation.Signature signature,
      List<Operand> arguments) {
    super(translation, classes, found);
    this.signature = signature;
    Operand[] locals = new Operand[found.method().maxLocals + 1];
    Arrays.fill(locals, new Operand.Unusable());
    int at = 0;
    for (Operand a : arguments) {
      locals[at] = parameter(a, at);
      boolean wide = a instanceof Operand.Number n && (n.type() == 'D' || n.type() == 'J');
      at += wide ? 2 : 1;
    }
    this.frame = new Frame(locals, List.of());
  }

  private Operand parameter(Operand a, int at) {
    if (a instanceof Operand.Number n) {
      parameters.add(translation.type(n.type()) + " p" + at);
      variables.add(translation.type(n.type()) + " l" + at + n.type());
      line("l" + at + n.type() + " = p" + at);
      return a;
    }
    if (a instanceof Operand.Pointer p) {
      Operand.Pointer named = new Operand.Pointer("p" + at, p.element(), p.space());
      parameters.add(named.declaration());
      return named;
    }
    if (a instanceof Operand.Pointers p) {
      List<Operand.Pointer> all = new ArrayList<>();
      for (int i = 0; i < p.all().size(); i++) {
        Operand.Pointer one = p.all().get(i);
        all.add(new Operand.Pointer("p" + at + "_" + i, one.element(), one.space()));
        parameters.add(all.get(i).declaration());
      }
      return new Operand.Pointers(all);
    }
    return a;
  }

  String translate() {
    if (!found.method().tryCatchBlocks.isEmpty()) {
      throw no("catches exceptions");
    }
    for (AbstractInsnNode i : found.method().instructions) {
      if (i instanceof LabelNode l) {
        label(l);
      } else if (i.getOpcode() >= 0 && frame != null) {
        instruction(i);
      }
    }
    StringBuilder s = new StringBuilder();
    s.append("static ").append(translation.type(signature.result())).append(' ');
    s.append(signature.name()).append('(').append(String.join(", ", parameters)).append(") {\n");
    for (String v : variables) {
      s.append("  ").append(v).append(";\n");
    }
    return s.append(code).append("}\n").toString();
  }

  // ---- instructions

  private void instruction(AbstractInsnNode i) {
    int op = i.getOpcode();
    if (i instanceof VarInsnNode v) {
      local(op, v.var);
    } else if (i instanceof LdcInsnNode l) {
      if (l.cst instanceof Number) {
        pushConstant(l.cst);
      } else {
        push(new Operand.Known(l.cst));
      }
    } else if (i instanceof IntInsnNode n && (op == Opcodes.BIPUSH || op == Opcodes.SIPUSH)) {
      pushConstant(n.operand);
    } else if (i instanceof IincInsnNode n) {
      String name = "l" + n.var + "I";
      line(name + " = " + Arithmetic.binary('I', "+", name, String.valueOf(n.incr)));
      frame.locals[n.var] = new Operand.Number('I');
    } else if (i instanceof JumpInsnNode j) {
      branch(op, j.label);
    } else if (i instanceof FieldInsnNode f) {
      field(op, f);
    } else if (i instanceof MethodInsnNode m) {
      invoke(op, m);
    } else if (i instanceof TypeInsnNode t) {
      type(op, t);
    } else if (i instanceof TableSwitchInsnNode t) {
      List<Integer> keys = new ArrayList<>();
      for (int k = t.min; k <= t.max; k++) {
        keys.add(k);
      }
      choice(keys, t.labels, t.dflt);
    } else if (i instanceof LookupSwitchInsnNode t) {
      choice(t.keys, t.labels, t.dflt);
    } else if (i instanceof InsnNode) {
      simple(op);
    } else {
      throw no("has an instruction that is not translated (" + op + ")");
    }
  }

  private void local(int op, int at) {
    switch (op) {
      case Opcodes.ILOAD -> {
        Object constant = frame.locals[at] instanceof Operand.Number n ? n.constant() : null;
        push('I', "l" + at + "I", constant);
      }
      case Opcodes.LLOAD -> push('J', "l" + at + "J");
      case Opcodes.FLOAD -> push('F', "l" + at + "F");
      case Opcodes.DLOAD -> push('D', "l" + at + "D");
      case Opcodes.ALOAD -> {
        Operand o = frame.locals[at];
        if (o instanceof Operand.Number n) { // A boxed number.
          push(n.type(), "l" + at + n.type());
        } else {
          push(o);
        }
      }
      default -> {
        Operand o = frame.stack.get(frame.stack.size() - 1);
        if (o instanceof Operand.Number n) {
          line(variable('l', at, n.type()) + " = " + pop());
          frame.locals[at] = n;
        } else {
          frame.locals[at] = popOperand();
        }
      }
    }
  }

  private void branch(int op, LabelNode to) {
    if (op == Opcodes.GOTO) {
      line(jump(to));
      frame = null;
      return;
    }
    if (op == Opcodes.IF_ACMPEQ || op == Opcodes.IF_ACMPNE) {
      Object b = known(popOperand()).object();
      boolean same = known(popOperand()).object() == b;
      always(same == (op == Opcodes.IF_ACMPEQ), to);
    } else if (op == Opcodes.IFNULL || op == Opcodes.IFNONNULL) {
      Operand o = popOperand();
      boolean isNull = o instanceof Operand.Known k && k.object() == null;
      always(isNull == (op == Opcodes.IFNULL), to);
    } else {
      boolean two = op >= Opcodes.IF_ICMPEQ;
      String b = two ? pop() : "0";
      String a = pop();
      String sign = Arithmetic.comparison(op);
      line("if (" + a + " " + sign + " " + b + ") " + jump(to));
    }
  }

  private void always(boolean taken, LabelNode to) {
    if (taken) {
      line(jump(to));
      frame = null;
    }
  }

  private void choice(List<Integer> keys, List<LabelNode> to, LabelNode otherwise) {
    String value = pop();
    for (int k = 0; k < keys.size(); k++) {
      line("if (" + value + " == " + keys.get(k) + ") " + jump(to.get(k)));
    }
    line(jump(otherwise));
    frame = null;
  }

  private void field(int op, FieldInsnNode f) {
    Class<?> owner = classes.load(f.owner);
    Object value;
    if (op == Opcodes.GETSTATIC) {
      value = Classes.field(owner, null, f.name);
    } else if (op == Opcodes.GETFIELD) {
      Object object = known(popOperand()).object();
      value = Classes.field(owner, object, f.name);
    } else {
      throw no("writes a field");
    }
    if (kind(Type.getType(f.desc)) == 'A') {
      push(new Operand.Known(value));
    } else {
      pushConstant(value);
    }
  }

  private void type(int op, TypeInsnNode t) {
    if (op == Opcodes.CHECKCAST) {
      return;
    }
    if (op == Opcodes.NEW && Throwable.class.isAssignableFrom(classes.load(t.desc))) {
      line(
          signature.result() == 'V'
              ? "return"
              : "return " + translation.literal(zeroKind(), nan()));
      frame = null;
      return;
    }
    throw no("makes or looks at an object (" + t.desc + ")");
  }

  private char zeroKind() {
    return signature.result();
  }

  private Number nan() {
    return signature.result() == 'D' || signature.result() == 'F' ? (Number) Double.NaN : 0;
  }

  // ---- instructions without operands of their own

  private void simple(int op) {
    switch (op) {
      case Opcodes.NOP -> {}
      case Opcodes.ACONST_NULL -> push(new Operand.Known(null));
      case Opcodes.POP -> popOperand();
      case Opcodes.POP2 -> {
        Operand o = popOperand();
        if (!wide(o)) {
          popOperand();
        }
      }
      case Opcodes.DUP -> duplicate(1, 0);
      case Opcodes.DUP2 -> duplicate(wide(top(0)) ? 1 : 2, 0);
      case Opcodes.DUP_X1 -> duplicate(1, 1);
      case Opcodes.DUP_X2 -> duplicate(1, wide(top(1)) ? 1 : 2);
      case Opcodes.DUP2_X1 -> duplicate(wide(top(0)) ? 1 : 2, 1);
      case Opcodes.DUP2_X2 -> {
        int count = wide(top(0)) ? 1 : 2;
        duplicate(count, wide(top(count)) ? 1 : 2);
      }
      case Opcodes.ARRAYLENGTH -> {
        Operand o = popOperand();
        pushConstant(
            o instanceof Operand.Pointers p ? p.all().size() : Array.getLength(known(o).object()));
      }
      case Opcodes.AALOAD -> elementReference();
      case Opcodes.IALOAD, Opcodes.LALOAD, Opcodes.FALOAD, Opcodes.DALOAD -> load(op);
      case Opcodes.IASTORE, Opcodes.LASTORE, Opcodes.FASTORE, Opcodes.DASTORE -> store();
      case Opcodes.RETURN -> {
        line("return");
        frame = null;
      }
      case Opcodes.IRETURN, Opcodes.LRETURN, Opcodes.FRETURN, Opcodes.DRETURN -> {
        line("return " + pop());
        frame = null;
      }
      default -> arithmetic(op);
    }
  }

  private void arithmetic(int op) {
    Object constant = Arithmetic.constant(op);
    if (constant != null) {
      pushConstant(constant);
      return;
    }
    Arithmetic.Operation o = Arithmetic.operation(op);
    if (o == null) {
      throw no("has an instruction that is not translated (" + op + ")");
    }
    Object folded = o.operands() == 2 ? Arithmetic.folded(op, top(1), top(0)) : null;
    String b = o.operands() == 2 ? pop() : null;
    String a = pop();
    String result = o.expression().replace("$0", a).replace("$T", translation.type(o.result()));
    push(o.result(), b == null ? result : result.replace("$1", b), folded);
  }

  private void elementReference() {
    Operand index = top(0);
    String at = pop();
    Operand array = popOperand();
    Integer known = index instanceof Operand.Number n ? (Integer) n.constant() : null;
    if (array instanceof Operand.Pointers p) {
      if (known != null && known >= p.all().size()) {
        throw no("asks for array " + known + " of " + p.all().size());
      }
      push(known != null ? p.all().get(known) : chosen(p.all(), at));
    } else if (known != null) {
      push(new Operand.Known(((Object[]) known(array).object())[known]));
    } else {
      throw no("chooses an array by a number that is not known before it runs");
    }
  }

  /** A pointer that is one of several when it runs. */
  private Operand.Pointer chosen(List<Operand.Pointer> all, String at) {
    if (all.isEmpty()) {
      throw no("asks for an array where there is none");
    }
    Operand.Pointer first = all.get(0);
    String name = "q" + pointers++;
    Operand.Pointer chosen = new Operand.Pointer(name, first.element(), first.space());
    variables.add(chosen.declaration());
    StringBuilder choice = new StringBuilder(first.name());
    for (int i = 1; i < all.size(); i++) {
      choice.insert(0, at + " == " + i + " ? " + all.get(i).name() + " : ");
    }
    line(name + " = " + choice);
    return chosen;
  }

  private void load(int op) {
    char kind = "IJFD".charAt(op - Opcodes.IALOAD);
    Operand index = top(0);
    String at = pop();
    Operand array = popOperand();
    if (array instanceof Operand.Pointer p) {
      push(kind, "(" + translation.type(kind) + ") " + p.name() + "[" + at + "]");
      return;
    }
    Object o = known(array).object();
    if (index instanceof Operand.Number n && n.constant() != null) {
      pushConstant(Array.get(o, (Integer) n.constant()));
      return;
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < Array.getLength(o); i++) {
      values.add(translation.literal(kind, (Number) Array.get(o, i)));
    }
    push(kind, translation.table(translation.type(kind), values) + "[" + at + "]");
  }

  private void store() {
    String value = pop();
    String at = pop();
    if (!(popOperand() instanceof Operand.Pointer p)) {
      throw no("writes into an array of its own");
    }
    line(p.name() + "[" + at + "] = (" + p.element() + ") " + value);
  }
}
