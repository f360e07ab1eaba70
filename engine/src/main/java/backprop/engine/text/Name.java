// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of an entry or a property in texts, where it is not simply the Java name in kebab-case
 * ({@code LayerNorm} is {@code layer-norm} without this).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Name {
  /** Lower-case letters, digits and hyphens, starting with a letter. */
  String value();
}
