// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Learning curves and gradients of a training as pictures and tables.
 *
 * <pre>
 *   Provenance: history, vitals --CurveReport--> .png, .svg, .csv, .layers.csv
 *                                     '--ChartStyle (also of the training monitor)
 * </pre>
 *
 * <p>Invariants: pictures need no display; a chart without a number in it is left out; the numbers
 * of a table are those of the training, with all their digits.
 *
 * <p>To add a chart: its lines in {@link backprop.weka.curve.CurveReport}.
 */
package backprop.weka.curve;
