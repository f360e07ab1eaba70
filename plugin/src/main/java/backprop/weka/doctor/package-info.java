// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The doctor for Weka's users: what is wrong with a training, in words that name the classifier's
 * options.
 *
 * <pre>
 *   Instances --DataSymptoms--> findings --+
 *   network, rows --backprop.engine.doctor.Symptoms--> findings --Diagnosis--> lines --> the
 *                                                                 model's text, Weka's log
 * </pre>
 *
 * <p>Invariants: looking changes nothing, so a network is the same with and without; a healthy run
 * gets one line; every option text in a line can be pasted and is accepted.
 *
 * <p>To add a symptom: of data, a file like {@code LeakingIdentifiers}, its line in {@code
 * DataSymptoms} and its test; of anything else, see {@link backprop.engine.doctor}.
 */
package backprop.weka.doctor;
