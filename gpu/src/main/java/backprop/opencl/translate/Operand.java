// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.util.List;
import java.util.Objects;

/** What is known, while translating, of a value on the operand stack or in a local variable. */
sealed interface Operand {
  /**
   * A number in a variable of the C function.
   *
   * @param type Java's: I, J, F or D
   * @param constant its value where it was pushed just now, or null
   */
  record Number(char type, Object constant) implements Operand {
    Number(char type) {
      this(type, null);
    }
  }

  /** A reference to an object that is there at the time of translation; the object may be null. */
  record Known(Object object) implements Operand {
    @Override
    public boolean equals(Object other) {
      return other instanceof Known k && k.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  /**
   * A pointer.
   *
   * @param name of a variable or parameter of the C function
   * @param element C type of the elements
   * @param space address space
   */
  record Pointer(String name, String element, String space) implements Operand {
    String declaration() {
      return space + " " + element + " *" + name;
    }
  }

  /** Several pointers, chosen by a constant index. */
  record Pointers(List<Pointer> all) implements Operand {
    public Pointers {
      all = List.copyOf(all);
    }
  }

  /** What differs between two ways to get here, and is not used afterwards. */
  record Unusable() implements Operand {}

  /** What holds after either of two ways. */
  static Operand merge(Operand a, Operand b) {
    if (a instanceof Number x && b instanceof Number y && x.type == y.type) {
      return new Number(x.type);
    }
    return Objects.equals(a, b) ? a : new Unusable();
  }
}
