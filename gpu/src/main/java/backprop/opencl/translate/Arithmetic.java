// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import org.objectweb.asm.Opcodes;

/** Java's arithmetic in OpenCL C, with Java's rules on overflow, shifts and NaN. */
final class Arithmetic {
  private static final String KINDS = "IJFD";

  /**
   * What an instruction computes.
   *
   * @param operands 1 or 2
   * @param expression with {@code $0} and {@code $1} for the operands, {@code $T} for the result's
   *     C type
   */
  record Operation(int operands, String expression, char result) {}

  private Arithmetic() {}

  /** The constant that an instruction pushes, or null. */
  static Object constant(int op) {
    if (op >= Opcodes.ICONST_M1 && op <= Opcodes.ICONST_5) {
      return op - Opcodes.ICONST_0;
    }
    if (op == Opcodes.LCONST_0 || op == Opcodes.LCONST_1) {
      return (long) (op - Opcodes.LCONST_0);
    }
    if (op >= Opcodes.FCONST_0 && op <= Opcodes.FCONST_2) {
      return (float) (op - Opcodes.FCONST_0);
    }
    if (op == Opcodes.DCONST_0 || op == Opcodes.DCONST_1) {
      return (double) (op - Opcodes.DCONST_0);
    }
    return null;
  }

  /** The sign of a comparison of ints. */
  static String comparison(int op) {
    return switch (op) {
      case Opcodes.IFEQ, Opcodes.IF_ICMPEQ -> "==";
      case Opcodes.IFNE, Opcodes.IF_ICMPNE -> "!=";
      case Opcodes.IFLT, Opcodes.IF_ICMPLT -> "<";
      case Opcodes.IFGE, Opcodes.IF_ICMPGE -> ">=";
      case Opcodes.IFGT, Opcodes.IF_ICMPGT -> ">";
      case Opcodes.IFLE, Opcodes.IF_ICMPLE -> "<=";
      default -> throw new UntranslatableException("comparison " + op);
    };
  }

  /** A sum, difference or product; whole numbers wrap around. */
  static String binary(char kind, String sign, String a, String b) {
    return switch (kind) {
      case 'I' -> "(int) ((uint) (" + a + ") " + sign + " (uint) (" + b + "))";
      case 'J' -> "(long) ((ulong) (" + a + ") " + sign + " (ulong) (" + b + "))";
      default -> a + " " + sign + " " + b;
    };
  }

  /** What an arithmetic instruction does; null for others. */
  static Operation operation(int op) {
    if (op >= Opcodes.IADD && op <= Opcodes.DMUL) {
      char kind = KINDS.charAt((op - Opcodes.IADD) % 4);
      String sign = "+-*".substring((op - Opcodes.IADD) / 4, (op - Opcodes.IADD) / 4 + 1);
      return new Operation(2, binary(kind, sign, "$0", "$1"), kind);
    }
    if (op >= Opcodes.IDIV && op <= Opcodes.DDIV) {
      return new Operation(2, "$0 / $1", KINDS.charAt(op - Opcodes.IDIV));
    }
    if (op >= Opcodes.IREM && op <= Opcodes.DREM) {
      char kind = KINDS.charAt(op - Opcodes.IREM);
      return new Operation(2, kind == 'I' || kind == 'J' ? "$0 % $1" : "fmod($0, $1)", kind);
    }
    if (op >= Opcodes.INEG && op <= Opcodes.DNEG) {
      char kind = KINDS.charAt(op - Opcodes.INEG);
      boolean whole = kind == 'I' || kind == 'J';
      return new Operation(1, whole ? binary(kind, "-", "0", "$0") : "-$0", kind);
    }
    return switch (op) {
      case Opcodes.ISHL -> new Operation(2, "(int) ((uint) $0 << ($1 & 31))", 'I');
      case Opcodes.LSHL -> new Operation(2, "(long) ((ulong) $0 << ($1 & 63))", 'J');
      case Opcodes.ISHR -> new Operation(2, "$0 >> ($1 & 31)", 'I');
      case Opcodes.LSHR -> new Operation(2, "$0 >> ($1 & 63)", 'J');
      case Opcodes.IUSHR -> new Operation(2, "(int) ((uint) $0 >> ($1 & 31))", 'I');
      case Opcodes.LUSHR -> new Operation(2, "(long) ((ulong) $0 >> ($1 & 63))", 'J');
      case Opcodes.IAND -> new Operation(2, "$0 & $1", 'I');
      case Opcodes.LAND -> new Operation(2, "$0 & $1", 'J');
      case Opcodes.IOR -> new Operation(2, "$0 | $1", 'I');
      case Opcodes.LOR -> new Operation(2, "$0 | $1", 'J');
      case Opcodes.IXOR -> new Operation(2, "$0 ^ $1", 'I');
      case Opcodes.LXOR -> new Operation(2, "$0 ^ $1", 'J');
      case Opcodes.I2L, Opcodes.I2F, Opcodes.I2D -> widened(op - Opcodes.I2L, "JFD");
      case Opcodes.L2F, Opcodes.L2D -> widened(op - Opcodes.L2F, "FD");
      case Opcodes.F2D -> widened(0, "D");
      case Opcodes.D2F -> widened(0, "F");
      case Opcodes.L2I -> widened(0, "I");
      // Java's conversions saturate, and make 0 of NaN
      case Opcodes.F2I, Opcodes.D2I ->
          new Operation(1, "($0 != $0 ? 0 : convert_int_sat_rtz($0))", 'I');
      case Opcodes.F2L, Opcodes.D2L ->
          new Operation(1, "($0 != $0 ? 0L : convert_long_sat_rtz($0))", 'J');
      case Opcodes.I2B -> new Operation(1, "(int) (char) $0", 'I');
      case Opcodes.I2C -> new Operation(1, "(int) (ushort) $0", 'I');
      case Opcodes.I2S -> new Operation(1, "(int) (short) $0", 'I');
      case Opcodes.LCMP -> new Operation(2, "$0 < $1 ? -1 : $0 > $1 ? 1 : 0", 'I');
      case Opcodes.FCMPL, Opcodes.DCMPL -> new Operation(2, "$0 > $1 ? 1 : $0 == $1 ? 0 : -1", 'I');
      case Opcodes.FCMPG, Opcodes.DCMPG -> new Operation(2, "$0 < $1 ? -1 : $0 == $1 ? 0 : 1", 'I');
      default -> null;
    };
  }

  /** The sum or difference of two known ints, which choose an array; else null. */
  static Integer folded(int op, Operand a, Operand b) {
    if (a instanceof Operand.Number x
        && b instanceof Operand.Number y
        && x.constant() instanceof Integer i
        && y.constant() instanceof Integer j) {
      return op == Opcodes.IADD
          ? Integer.valueOf(i + j)
          : op == Opcodes.ISUB ? Integer.valueOf(i - j) : null;
    }
    return null;
  }

  private static Operation widened(int which, String kinds) {
    return new Operation(1, "($T) $0", kinds.charAt(which));
  }
}
