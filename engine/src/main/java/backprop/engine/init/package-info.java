// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * First values of parameters.
 *
 * <pre>
 *   Layer: graph.parameter(name, rows, columns, role, initializer) --Network--> Initializer.fill
 * </pre>
 *
 * <p>Invariants: values are computed in double precision from the parameter's own random stream, so
 * they are the same on every backend and do not depend on other parameters; initializers are
 * immutable records.
 *
 * <p>To add one: a record that implements {@link backprop.engine.init.Initializer}, its prototype
 * in the catalogs, and its statistics in {@code InitializerTest}.
 */
package backprop.engine.init;
