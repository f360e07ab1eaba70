// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where an entry comes from: the paper or book that a reader would look up. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Source {
  /** Authors, title, where and when it appeared, and the equation or section if there is one. */
  String value();
}
