// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * A network as a whole: what it is ({@link backprop.engine.network.NetworkSpec}), its numbers
 * ({@link backprop.engine.network.Network}), and the catalogues of everything that can be named in
 * text ({@link backprop.engine.network.Catalogs}).
 *
 * <p>Invariants: parameters and state are one flat vector each; all programs of a network share
 * them; first values depend on the seed and the parameter's path alone.
 *
 * <p>To add a layer, activation, loss, optimizer, schedule, initializer or penalty: its file, its
 * test, and one line in {@link backprop.engine.network.Catalogs}.
 */
package backprop.engine.network;
