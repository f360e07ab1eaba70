// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** Calls of other methods: of the Java library, of known objects, of classes of ours. */
abstract class Calls extends Machine {
  Calls(Translation translation, Classes classes, Classes.Found found) {
    super(translation, classes, found);
  }

  void invoke(int op, MethodInsnNode m) {
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

  void answer(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      pushConstant(value);
    } else {
      push(new Operand.Known(value));
    }
  }

  void unbox(MethodInsnNode m, Operand.Number n) {
    char kind = kind(Type.getReturnType(m.desc));
    if (!m.name.endsWith("Value")) {
      throw no("calls " + m.name + " of a boxed number");
    }
    String from = "s" + frame.stack.size() + n.type();
    push(kind, "(" + translation.type(kind) + ") " + from);
  }

  /** An element of a list of numbers. */
  void element(List<?> list, Operand index) {
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

  void staticCall(MethodInsnNode m, List<Operand> arguments, int first) {
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

  void fill(List<Operand> arguments, int first) {
    if (arguments.size() != 4 || !(arguments.get(0) instanceof Operand.Pointer p)) {
      throw no("fills an array in a way that is not translated");
    }
    char kind = ((Operand.Number) arguments.get(3)).type();
    line(
        "for (int i = s%dI; i < s%dI; i++) { %s[i] = s%d%c; }"
            .formatted(first + 1, first + 2, p.name(), first + 3, kind));
  }

  void copy(List<Operand> arguments, int first) {
    if (!(arguments.get(0) instanceof Operand.Pointer from)
        || !(arguments.get(2) instanceof Operand.Pointer to)) {
      throw no("copies an array in a way that is not translated");
    }
    line(
        "for (int i = 0; i < s%dI; i++) { %s[s%dI + i] = %s[s%dI + i]; }"
            .formatted(first + 4, to.name(), first + 3, from.name(), first + 1));
  }

  void call(Classes.Found to, List<Operand> arguments, int first) {
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
}
