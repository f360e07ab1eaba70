// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Says what this machine has for the networks, and what is wrong with a saved one.
 *
 * <pre>
 *   java weka.Run .BackpropCheck
 *   java weka.Run .BackpropDoctor -model iris.model -data iris.arff
 *
 *   BackpropDoctor --file--> Checkup --rows--> backprop.weka.doctor.Diagnosis, OverfitOneBatch
 * </pre>
 *
 * <p>Invariants: it trains and changes nothing; each backend is listed, usable or not, with the
 * reason and the remedy.
 *
 * <p>To add a line: {@link backprop.weka.check.BackpropCheck#report}.
 */
package backprop.weka.check;
