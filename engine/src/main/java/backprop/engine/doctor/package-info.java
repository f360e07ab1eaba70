// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What is wrong with a training.
 *
 * <pre>
 *   Provenance: history, vitals ----------------------+
 *   Network, rows --Scored--> losses, predictions,    +--> Examination --Symptoms--> findings:
 *                             units, input columns ---+                  sentence, advice
 * </pre>
 *
 * <p>While training, only the {@linkplain backprop.engine.model.Vitals vitals} of some steps are
 * measured; all else is one pass over at most some hundred rows when it is over.
 *
 * <p>Invariants: an examination changes nothing; a finding has its numbers and says what to try,
 * with a value that the option takes; a symptom that lacks what it needs finds nothing; thresholds
 * are such that the default options are healthy on all data sets that come with the project.
 *
 * <p>To add a symptom: a file like {@link backprop.engine.doctor.DeadRectifiers}, its line in
 * {@link backprop.engine.doctor.Symptoms}, and a test that provokes it.
 */
package backprop.engine.doctor;
