// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
final class Bytecode {
  private final Translation translation;
  private final Classes classes;
  private final Classes.Found found;
  private final Translation.Signature signature;
  private final StringBuilder code = new StringBuilder();
  private final TreeSet<String> variables = new TreeSet<>();
  private final Map<LabelNode, Frame> frames = new HashMap<>();
  private final Map<LabelNode, String> labels = new HashMap<>();
  private final Set<LabelNode> passed = new HashSet<>();
  private final List<String> parameters = new ArrayList<>();
  private int pointers;
  private Frame frame;

  /** Local variables and the operand stack at one instruction. */
  private static final class Frame {
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

  Bytecode(
      Translation translation,
      Classes classes,
      Classes.Found found,
      Translation.Signature signature,
      List<Operand> arguments) {
    this.translation = translation;
    this.classes = classes;
    this.found = found;
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

  private UntranslatableException no(String what) {
    return new UntranslatableException(
        "method " + found.method().name + " of " + found.owner().getName() + " " + what);
  }

  private void line(String statement) {
    code.append("  ").append(statement).append(";\n");
  }

  // ---- jumps

  private void label(LabelNode l) {
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

  private String name(LabelNode l) {
    return labels.computeIfAbsent(l, k -> "L" + labels.size());
  }

  private Frame merged(Frame a, Frame b) {
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

  private String jump(LabelNode to) {
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

  // ---- the operand stack

  private String variable(char place, int index, char kind) {
    String name = "" + place + index + kind;
    variables.add(translation.type(kind) + " " + name);
    return name;
  }

  /** Pushes a number that an expression gives. */
  private void push(char kind, String expression) {
    push(kind, expression, null);
  }

  private void push(char kind, String expression, Object constant) {
    line(variable('s', frame.stack.size(), kind) + " = " + expression);
    frame.stack.add(new Operand.Number(kind, constant));
  }

  private void pushConstant(Object value) {
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

  private void push(Operand o) {
    frame.stack.add(o);
  }

  private Operand popOperand() {
    return frame.stack.remove(frame.stack.size() - 1);
  }

  /** Pops a number; the name of its variable. */
  private String pop() {
    Operand o = popOperand();
    if (o instanceof Operand.Number n) {
      return "s" + frame.stack.size() + n.type();
    }
    throw no("uses a reference where a number was expected");
  }

  /** Copies the top of the stack as a new one, below which others may move. */
  private void copyTo(int from, int to, Operand o) {
    if (o instanceof Operand.Number n) {
      line(variable('s', to, n.type()) + " = s" + from + n.type());
    }
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

  private Operand.Known known(Operand o) {
    if (o instanceof Operand.Known k) {
      return k;
    }
    throw no("uses an object that is not known before it runs");
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

  // ---- calls

  private void invoke(int op, MethodInsnNode m) {
    Type[] types = Type.getArgumentTypes(m.desc);
    List<Operand> arguments = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      arguments.add(0, popOperand());
    }
    int first = frame.stack.size();
    if (op == Opcodes.INVOKESTATIC) {
      staticCall(m, arguments, first);
      return;
    }
    Operand receiver = popOperand();
    if (receiver instanceof Operand.Number n) {
      unbox(m, n);
      return;
    }
    Object object = known(receiver).object();
    if (object == null) {
      throw no("calls a method of null");
    }
    if (object instanceof List<?> list && m.name.equals("get")) {
      element(list, arguments.get(0));
    } else if (types.length == 0 && op != Opcodes.INVOKESPECIAL) {
      Class<?> declaring =
          object.getClass().getName().startsWith("java.")
              ? classes.load(m.owner)
              : object.getClass();
      answer(Classes.ask(declaring, object, m.name));
    } else {
      Class<?> from = op == Opcodes.INVOKESPECIAL ? classes.load(m.owner) : object.getClass();
      arguments.add(0, receiver);
      call(classes.find(from, m.name, m.desc), arguments, first);
    }
  }

  private void answer(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      pushConstant(value);
    } else {
      push(new Operand.Known(value));
    }
  }

  private void unbox(MethodInsnNode m, Operand.Number n) {
    char kind = kind(Type.getReturnType(m.desc));
    if (!m.name.endsWith("Value")) {
      throw no("calls " + m.name + " of a boxed number");
    }
    String from = "s" + frame.stack.size() + n.type();
    push(kind, "(" + translation.type(kind) + ") " + from);
  }

  /** An element of a list of numbers. */
  private void element(List<?> list, Operand index) {
    String at = "s" + (frame.stack.size() + 1) + "I";
    if (index instanceof Operand.Number n && n.constant() != null) {
      answer(list.get((Integer) n.constant()));
    } else if (list.isEmpty()) {
      push('D', "NAN");
    } else {
      List<String> values = new ArrayList<>();
      for (Object o : list) {
        if (!(o instanceof Double d)) {
          throw no("takes an element of a list of other things than numbers");
        }
        values.add(translation.literal('D', d));
      }
      push('D', translation.table(translation.type('D'), values) + "[" + at + "]");
    }
  }

  private void staticCall(MethodInsnNode m, List<Operand> arguments, int first) {
    String expression = Library.expression(m.owner, m.name, m.desc);
    if (expression != null) {
      for (int i = 0; i < arguments.size(); i++) {
        String value = "s" + (first + i) + ((Operand.Number) arguments.get(i)).type();
        expression = expression.replace("$" + i, value);
      }
      push(kind(Type.getReturnType(m.desc)), expression);
    } else if (m.owner.equals("java/util/Arrays") && m.name.equals("fill")) {
      fill(arguments, first);
    } else if (m.owner.equals("java/lang/System") && m.name.equals("arraycopy")) {
      copy(arguments, first);
    } else if (m.name.equals("valueOf") && arguments.get(0) instanceof Operand.Number n) {
      push(n.type(), "s" + first + n.type());
    } else if (m.owner.equals("java/util/Objects") && m.name.equals("requireNonNull")) {
      push(arguments.get(0));
    } else if (m.owner.startsWith("java/")) {
      throw no("calls " + m.owner.replace('/', '.') + "." + m.name);
    } else {
      call(classes.find(classes.load(m.owner), m.name, m.desc), arguments, first);
    }
  }

  private void fill(List<Operand> arguments, int first) {
    if (arguments.size() != 4 || !(arguments.get(0) instanceof Operand.Pointer p)) {
      throw no("fills an array in a way that is not translated");
    }
    char kind = ((Operand.Number) arguments.get(3)).type();
    line(
        "for (int i = s%dI; i < s%dI; i++) { %s[i] = s%d%c; }"
            .formatted(first + 1, first + 2, p.name(), first + 3, kind));
  }

  private void copy(List<Operand> arguments, int first) {
    if (!(arguments.get(0) instanceof Operand.Pointer from)
        || !(arguments.get(2) instanceof Operand.Pointer to)) {
      throw no("copies an array in a way that is not translated");
    }
    line(
        "for (int i = 0; i < s%dI; i++) { %s[s%dI + i] = %s[s%dI + i]; }"
            .formatted(first + 4, to.name(), first + 3, from.name(), first + 1));
  }

  private void call(Classes.Found to, List<Operand> arguments, int first) {
    Translation.Signature s = translation.call(classes, to, arguments);
    List<String> given = new ArrayList<>();
    int skip = to.isStatic() ? 0 : 1;
    for (int i = 0; i < arguments.size(); i++) {
      Operand a = arguments.get(i);
      if (a instanceof Operand.Number n) {
        given.add("s" + (first + i - skip) + n.type());
      } else if (a instanceof Operand.Pointer p) {
        given.add(p.name());
      } else if (a instanceof Operand.Pointers p) {
        p.all().forEach(one -> given.add(one.name()));
      }
    }
    String call = s.name() + "(" + String.join(", ", given) + ")";
    if (s.result() == 'V') {
      line(call);
    } else {
      push(s.result(), call);
    }
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

  private Operand top(int below) {
    return frame.stack.get(frame.stack.size() - 1 - below);
  }

  private static boolean wide(Operand o) {
    return o instanceof Operand.Number n && (n.type() == 'D' || n.type() == 'J');
  }

  /** Copies the uppermost values below as many others. */
  private void duplicate(int count, int below) {
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
