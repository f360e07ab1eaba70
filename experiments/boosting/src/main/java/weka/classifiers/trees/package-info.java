// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * XGBoost for Weka, to compare networks with. No part of the Weka packages and of the usual build:
 * the library has 17 MB of native code.
 *
 * <pre>
 * Instances -- BoostingColumns --&gt; rows of floats, NaN where a value is missing, and their kinds
 *           -- XGBoost, by XGBoost4J --&gt; trees, kept as the bytes of the library's own format
 * </pre>
 *
 * <p>Training and prediction see the same columns: the model holds them. What the library refuses
 * is passed on with its reason.
 */
package weka.classifiers.trees;
