// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.Locale;

/** What the factors of matrix products are rounded to; sums and all other arithmetic are floats. */
public enum Precision {
  /** Floats: 24 bits of significand. */
  FLOAT(24),
  /** 11 bits of significand, a float's range of exponents. */
  TF32(11),
  /** The upper half of a float: 8 bits of significand. */
  BF16(8);

  private final int bits;

  Precision(int bits) {
    this.bits = bits;
  }

  /** The name that users write. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The precision with this name; throws an IllegalArgumentException where there is none. */
  public static Precision of(String text) {
    for (Precision p : values()) {
      if (p.text().equals(text)) {
        return p;
      }
    }
    throw new IllegalArgumentException(
        "precision is '" + text + "', allowed are float, tf32, bf16");
  }

  /** The largest relative error of rounding a number: {@code 2^-bits}. */
  public double roundoff() {
    return Math.scalb(1.0, -bits);
  }

  /** The nearest number of this precision; halfway goes away from 0 for tf32, to even for bf16. */
  public float round(float x) {
    if (this == FLOAT || !Float.isFinite(x)) {
      return x;
    }
    int raw = Float.floatToRawIntBits(x);
    int dropped = 24 - bits;
    int half = 1 << (dropped - 1);
    int add = this == TF32 ? half : half - 1 + (raw >>> dropped & 1);
    return Float.intBitsToFloat((raw + add) >>> dropped << dropped);
  }
}
