// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * Translates methods of objects into functions of OpenCL C, with all that they call. One instance
 * makes the functions of one program.
 */
public final class Translation {
  private final String real;
  private final Map<Key, Signature> done = new HashMap<>();
  private final Set<Key> underWay = new HashSet<>();
  private final List<String> functions = new ArrayList<>();
  private int names;

  /** What makes two functions the same one. */
  record Key(Class<?> owner, String method, List<Operand> arguments) {}

  /** A function of C: its name, and Java's type of its result. */
  record Signature(String name, char result) {}

  /**
   * A translation without functions.
   *
   * @param real the C type that stands for Java's double: double or float
   */
  public Translation(String real) {
    this.real = real;
  }

  /** All functions so far, in an order in which C takes them. */
  public String source() {
    return String.join("\n", functions);
  }

  /** An argument that is a number of type double. */
  public static Object number() {
    return new Operand.Number('D');
  }

  /** An argument that is a number of type int. */
  public static Object integer() {
    return new Operand.Number('I');
  }

  /**
   * An argument that is an array.
   *
   * @param element C type of its elements
   * @param space address space: {@code __global} or {@code __private}
   */
  public static Object array(String element, String space) {
    return new Operand.Pointer("", element, space);
  }

  /** An argument that is an array of arrays of floats in global memory. */
  public static Object arrays(int count) {
    List<Operand.Pointer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Operand.Pointer("", "float", "__global"));
    }
    return new Operand.Pointers(all);
  }

  /**
   * Translates a method.
   *
   * @param object whose method it is
   * @param descriptor of the method, as class files have it
   * @param arguments from this class's methods, one for each parameter of the method; arrays of
   *     arrays become as many parameters of the C function
   * @return name of the function in {@link #source}
   * @throws UntranslatableException when the method or one that it calls cannot be translated
   */
  public String function(Object object, String method, String descriptor, Object... arguments) {
    Classes classes = new Classes(object.getClass().getClassLoader());
    List<Operand> all = new ArrayList<>();
    all.add(new Operand.Known(object));
    for (Object a : arguments) {
      all.add((Operand) a);
    }
    return call(classes, classes.find(object.getClass(), method, descriptor), all).name();
  }

  /** The function for a method and such arguments, the receiver first. */
  Signature call(Classes classes, Classes.Found found, List<Operand> arguments) {
    List<Operand> general = arguments.stream().map(Translation::nameless).toList();
    Key key = new Key(found.owner(), found.method().name + found.method().desc, general);
    Signature s = done.get(key);
    if (s == null) {
      if (!underWay.add(key)) {
        throw new UntranslatableException(found.method().name + " calls itself");
      }
      char result = Bytecode.kind(Type.getReturnType(found.method().desc));
      s = new Signature("f" + names++ + "_" + found.method().name.replace('$', '_'), result);
      functions.add(new Bytecode(this, classes, found, s, general).translate());
      done.put(key, s);
    }
    return s;
  }

  /** The same argument whatever its variable is called and whether its value is known. */
  private static Operand nameless(Operand o) {
    if (o instanceof Operand.Number n) {
      return new Operand.Number(n.type());
    }
    if (o instanceof Operand.Pointer p) {
      return new Operand.Pointer("", p.element(), p.space());
    }
    if (o instanceof Operand.Pointers p) {
      return new Operand.Pointers(
          p.all().stream().map(a -> new Operand.Pointer("", a.element(), a.space())).toList());
    }
    return o;
  }

  /** A table of constants. */
  String table(String type, List<String> values) {
    String name = "t" + names++;
    functions.add(
        "__constant " + type + " " + name + "[] = {" + String.join(", ", values) + "};\n");
    return name;
  }

  /** C's name of a type of Java. */
  String type(char kind) {
    return switch (kind) {
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      case 'D' -> real;
      case 'V' -> "void";
      default -> throw new UntranslatableException("a value of type " + kind);
    };
  }

  /** A number as C writes it. */
  String literal(char kind, Number value) {
    if (kind == 'I') {
      return value.intValue() == Integer.MIN_VALUE ? "INT_MIN" : String.valueOf(value.intValue());
    }
    if (kind == 'J') {
      return value.longValue() == Long.MIN_VALUE ? "LONG_MIN" : value.longValue() + "L";
    }
    boolean single = kind == 'F' || real.equals("float");
    double x = single ? value.floatValue() : value.doubleValue();
    if (Double.isNaN(x)) {
      return "NAN";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "INFINITY" : "(-INFINITY)";
    }
    String text = single ? Float.toHexString((float) x) + "f" : Double.toHexString(x);
    return x < 0 ? "(" + text + ")" : text;
  }
}
