// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One sentence that says what an entry does: shown in editors and in the reference. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Description {
  /** The sentence. */
  String value();
}
