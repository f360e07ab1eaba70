// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.util.Map;

/** What methods of the Java library are in OpenCL C: {@code $0} and {@code $1} are arguments. */
final class Library {
  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("exp(D)D", "exp($0)"),
          Map.entry("expm1(D)D", "expm1($0)"),
          Map.entry("log(D)D", "log($0)"),
          Map.entry("log1p(D)D", "log1p($0)"),
          Map.entry("log10(D)D", "log10($0)"),
          Map.entry("sqrt(D)D", "sqrt($0)"),
          Map.entry("cbrt(D)D", "cbrt($0)"),
          Map.entry("pow(DD)D", "pow($0, $1)"),
          Map.entry("sin(D)D", "sin($0)"),
          Map.entry("cos(D)D", "cos($0)"),
          Map.entry("tan(D)D", "tan($0)"),
          Map.entry("asin(D)D", "asin($0)"),
          Map.entry("acos(D)D", "acos($0)"),
          Map.entry("atan(D)D", "atan($0)"),
          Map.entry("atan2(DD)D", "atan2($0, $1)"),
          Map.entry("sinh(D)D", "sinh($0)"),
          Map.entry("cosh(D)D", "cosh($0)"),
          Map.entry("tanh(D)D", "tanh($0)"),
          Map.entry("hypot(DD)D", "hypot($0, $1)"),
          Map.entry("floor(D)D", "floor($0)"),
          Map.entry("ceil(D)D", "ceil($0)"),
          Map.entry("rint(D)D", "rint($0)"),
          Map.entry("copySign(DD)D", "copysign($0, $1)"),
          Map.entry("abs(D)D", "fabs($0)"),
          Map.entry("abs(F)F", "fabs($0)"),
          Map.entry("abs(I)I", "(int) abs($0)"),
          Map.entry("abs(J)J", "(long) abs($0)"),
          Map.entry("fma(DDD)D", "fma($0, $1, $2)"),
          Map.entry("fma(FFF)F", "fma($0, $1, $2)"),
          // Java's signum, maximum and minimum of NaN are NaN; OpenCL's are not
          Map.entry("signum(D)D", "($0 > 0 ? 1 : $0 < 0 ? -1 : $0)"),
          Map.entry("signum(F)F", "($0 > 0 ? 1 : $0 < 0 ? -1 : $0)"),
          Map.entry("max(DD)D", "($0 > $1 || $0 != $0 ? $0 : $1)"),
          Map.entry("max(FF)F", "($0 > $1 || $0 != $0 ? $0 : $1)"),
          Map.entry("min(DD)D", "($0 < $1 || $0 != $0 ? $0 : $1)"),
          Map.entry("min(FF)F", "($0 < $1 || $0 != $0 ? $0 : $1)"),
          Map.entry("max(II)I", "max($0, $1)"),
          Map.entry("min(II)I", "min($0, $1)"),
          Map.entry("max(JJ)J", "max($0, $1)"),
          Map.entry("min(JJ)J", "min($0, $1)"));

  private static final String ERF = "org/apache/commons/math3/special/Erf.";

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry(ERF + "erf(D)D", "erf($0)"),
          Map.entry(ERF + "erfc(D)D", "erfc($0)"),
          Map.entry("java/lang/Integer.toUnsignedLong(I)J", "(long) (uint) $0"),
          Map.entry("java/lang/Float.floatToRawIntBits(F)I", "as_int($0)"),
          Map.entry("java/lang/Float.floatToIntBits(F)I", "as_int($0)"),
          Map.entry("java/lang/Float.intBitsToFloat(I)F", "as_float($0)"),
          Map.entry("java/lang/Float.isNaN(F)Z", "isnan($0) != 0"),
          Map.entry("java/lang/Double.isNaN(D)Z", "isnan($0) != 0"),
          Map.entry("java/lang/Float.isFinite(F)Z", "isfinite($0) != 0"),
          Map.entry("java/lang/Double.isFinite(D)Z", "isfinite($0) != 0"),
          Map.entry("java/lang/Float.isInfinite(F)Z", "isinf($0) != 0"),
          Map.entry("java/lang/Double.isInfinite(D)Z", "isinf($0) != 0"));

  private Library() {}

  /** The expression for a static method, or null where there is none. */
  static String expression(String owner, String name, String descriptor) {
    return owner.equals("java/lang/Math") || owner.equals("java/lang/StrictMath")
        ? NUMBERS.get(name + descriptor)
        : OTHERS.get(owner + "." + name + descriptor);
  }
}
