// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes a method a test for each gate of an experiment file. The method may be empty, or take the
 * {@link backprop.experiments.rule.Verdict} and look at it more closely.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ExperimentExtension.class)
public @interface ExperimentFile {
  /** The experiment file, relative to the folder in which the tests run: the module's. */
  String value();

  /** Values of the file to replace, such as {@code evaluate.repeats=1}. */
  String[] set() default {};

  /** Number of cells that run at once. */
  int jobs() default 1;
}
