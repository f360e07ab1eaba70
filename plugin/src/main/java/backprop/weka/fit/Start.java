// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.train.TrainingState;
import backprop.weka.predict.NetworkPredictor;
import java.util.Optional;

/**
 * What a training goes on from instead of beginning.
 *
 * @param predictor its encoders and its network stay
 * @param state what the optimizer remembers, the epochs so far; empty where only the weights are
 *     known
 */
public record Start(NetworkPredictor predictor, Optional<TrainingState> state) {}
