// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Trained classifiers for other programs: ONNX, PMML and JSON, from Java and from the command line
 * ({@code weka.Run .BackpropExport}).
 *
 * <pre>
 *   model file --BackpropExport--> NetworkPredictor --OnnxExport--> network alone, rows encoded
 *                                                  --PmmlExport--> network with its encoders
 *                                                  --NetworkJson-> what it is, without weights
 * </pre>
 *
 * <p>Invariant: what cannot be said in a format is refused by name, never left out.
 *
 * <p>To add a format: a class with the writer here, one option in {@link
 * backprop.weka.export.BackpropExport}.
 */
package backprop.weka.export;
