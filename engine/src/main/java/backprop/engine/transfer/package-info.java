// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Using what one network has learned for another task.
 *
 * <pre>
 *   Model --Transfer--> Network (layers kept or replaced, frozen or slower) --GradualUnfreezing--> Network
 * </pre>
 *
 * <p>Layers are named by their paths, as summaries show them. Nothing here has numbers of its own:
 * a transfer is a spec, rules for the parameters and numbers copied by path.
 *
 * <p>To add one: a class that takes a model or a network and gives back a network.
 */
package backprop.engine.transfer;
