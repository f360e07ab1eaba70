// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What training leaves behind: the {@link backprop.engine.model.Model} in main memory with its
 * {@link backprop.engine.model.Provenance}, its file form ({@link
 * backprop.engine.model.ModelFile}), and prediction from any number of threads ({@link
 * backprop.engine.model.Scorer}).
 *
 * <p>Invariants: a model does not know any backend; a file is checked before it is believed.
 */
package backprop.engine.model;
