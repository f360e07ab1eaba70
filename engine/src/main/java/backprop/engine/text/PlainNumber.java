// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An entry with one component of type {@code double} or {@code int} that is written as a plain
 * number: where its kind is expected, {@code 0.01} is read as this entry, and it prints as {@code
 * 0.01}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PlainNumber {}
