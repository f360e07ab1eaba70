// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

/**
 * The first layers learn to say the training rows again before they learn the class.
 *
 * @param layers how many layers, from 1
 * @param epochs passes over the training rows, from 1
 * @param noise share of the inputs that are set to 0 while they learn, from 0 to below 1
 */
public record Pretraining(int layers, int epochs, double noise) {}
