// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * From Weka's rows and the options to a predictor.
 *
 * <pre>
 *   Instances --WeightedRows--> rows with weights --Split--> training, validation
 *   training --InputEncoder, ClassEncoder--> EncodedRows --Trainer--> Model --> Predictor
 * </pre>
 *
 * <p>Invariants: the data is only read, and encoded once; its temporary file, where it has one, is
 * gone when training ends, however it ends; validation rows decide nothing but the epoch; whatever
 * ends a training, no thread of it is left running; every loop over rows, and every stage before
 * and after the epochs, answers an interruption, which is also how {@link
 * backprop.weka.fit.Supervision} stops it.
 */
package backprop.weka.fit;
