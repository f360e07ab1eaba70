// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Says what this machine has for the networks.
 *
 * <pre>
 *   java weka.Run .BackpropCheck
 * </pre>
 *
 * <p>Invariants: it trains and changes nothing; each backend is listed, usable or not, with the
 * reason and the remedy.
 *
 * <p>To add a line: {@link backprop.weka.check.BackpropCheck#report}.
 */
package backprop.weka.check;
