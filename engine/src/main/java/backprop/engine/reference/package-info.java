// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the reference tells beside the catalogues: techniques that are methods of the engine and not
 * options of a network.
 *
 * <p>To add one: annotate its class with {@code Description}, {@code Formula} and {@code Source},
 * and give it a line in {@link backprop.engine.reference.Techniques}.
 */
package backprop.engine.reference;
