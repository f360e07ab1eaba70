// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * How sure a prediction of a number is: intervals and densities for Weka's {@code
 * IntervalEstimator} and {@code ConditionalDensityEstimator}.
 *
 * <pre>
 *   gaussian-nll, mixture-density  --> NormalDensity: the deviation that the network predicts
 *   quantile with several levels   --> QuantileDensity: between the quantiles that it predicts
 *   any other loss                 --> ResidualDensity: from Residuals, what the network missed
 * </pre>
 *
 * <p>Residuals are those of the validation rows, where there are any: then an interval is that of
 * split conformal prediction (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, "Distribution-free
 * predictive inference for regression", JASA 2018) without its symmetry. Those of training rows are
 * smaller than those to come, and the model's summary says so.
 *
 * <p>Invariants: units are those of the class; an interval's lower end is never above its upper
 * one; a density is finite.
 *
 * <p>To add one for a loss: a {@link backprop.weka.density.ClassDensity}, and its case in {@link
 * backprop.weka.density.Densities}.
 */
package backprop.weka.density;
