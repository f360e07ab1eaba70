// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the property sheet shows: few properties at first sight, the rest in groups.
 *
 * <pre>
 *   layers, loss, optimizer, epochs, batch ......... properties of the classifier
 *   regularization, validation, more ............... OptionGroup: a bean, in a sheet of its own
 *   each property --BeanInfo--> an editor of backprop.weka.gui
 * </pre>
 *
 * <p>Invariants: a group is a copy of some of the classifier's settings and never holds a value
 * that is not allowed; on the command line there are no groups, only their options.
 *
 * <p>To add an option: its getter and setter in the group where a person would look for it, its
 * {@link backprop.weka.options.Setting} among the members, its editor in the group's BeanInfo.
 */
package backprop.weka.sheet;
