// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an entry computes, as a formula in plain text; the reference shows it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Formula {
  /** Such as {@code y = max(x, 0)}. */
  String value();
}
