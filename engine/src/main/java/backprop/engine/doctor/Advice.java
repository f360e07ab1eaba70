// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

/**
 * What to try.
 *
 * @param knob what to change
 * @param value its new value, as it is written in an option; for {@link Knob#DATA} words
 */
public record Advice(Knob knob, String value) {}
