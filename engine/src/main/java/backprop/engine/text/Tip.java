// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a property of an entry means and which numbers it allows. The limits are checked when a text
 * is read; a record that is also made in Java checks them in its constructor as well. For a
 * property that may be a schedule they hold for plain numbers.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Tip {
  /** What the property means, in a few words. */
  String value();

  /** The unit of the number, such as {@code epochs}; empty for none. */
  String unit() default "";

  /** The smallest allowed number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest allowed number. */
  double max() default Double.POSITIVE_INFINITY;

  /** Numbers must be greater than this. */
  double above() default Double.NEGATIVE_INFINITY;

  /** Numbers must be less than this. */
  double below() default Double.POSITIVE_INFINITY;

  /** Whether a text must say it; if not, the prototype's value is the default. */
  boolean required() default false;
}
