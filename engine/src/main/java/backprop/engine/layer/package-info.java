// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Layers: what a network is made of.
 *
 * <pre>
 *   Chain( Dense(64, relu), Dropout(0.2), Dense(10) )
 *     '- apply(graph, x): parameters and state by name, ops, other layers --> value
 * </pre>
 *
 * <p>Invariants: a layer is an immutable record that describes the forward pass only; derivatives
 * are the ops' business, numbers the kernels'. Its components are its options, checked in the
 * constructor. What differs between TRAIN and INFER is decided while recording ({@code g.mode()});
 * both recordings declare the same parameters and state. Layers act on the last axis, so that they
 * work on features as on time x features; layers with windows want time x features or height x
 * width x channels, and what surrounds their input is a {@link backprop.engine.layer.Padding}.
 * Parameter names are unique within a layer; a layer that holds others records each in a scope of
 * its own.
 *
 * <p>To add one: its record here, composed of existing ops, with shapes, parameters and source in
 * its comment; its test, a subclass of {@code LayerContract} or a line in one; one line in the
 * catalogue.
 */
package backprop.engine.layer;
