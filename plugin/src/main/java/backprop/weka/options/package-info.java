// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The classifier's options: what they are called, what they allow, what {@code auto} means.
 *
 * <pre>
 *   command line, bean properties --Setting (one constant each)--> Settings
 *   Settings + what the training rows are like --Automatic--> TrainingPlan
 * </pre>
 *
 * <p>Invariants: {@link backprop.weka.options.Settings} never holds a value that is not allowed; a
 * refusal is one sentence that names the option, what was found and what is allowed; {@code auto}
 * depends on the training rows and on nothing else, so the same data gives the same plan anywhere.
 *
 * <p>To add an option: one constant in {@link backprop.weka.options.Setting}, and its property in
 * {@link backprop.weka.BackpropOptions}.
 */
package backprop.weka.options;
