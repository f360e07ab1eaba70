// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Learning from rows without classes: representations for a later task, and the shape of the data
 * beside a few rows with classes.
 *
 * <pre>
 *   rows --Autoencoder--------> TrainedAutoencoder: encode, reconstruct, errors, decode, sample
 *        --GreedyPretraining--> Encoder            '--encoder()--> Encoder
 *        --MaskedPretraining--> Encoder --network(loss, seed, head)--> a Network to be fine-tuned
 *   rows with classes + rows without --PseudoLabels, Consistency--> a trained classifier
 * </pre>
 *
 * <p>Invariants: everything random depends on the seed of the training spec; corruption changes
 * what the network sees and never what it is to say; nothing here has a training loop of its own,
 * only rows ({@link backprop.engine.train.Batches}) whose targets are made on the way.
 *
 * <p>To add one: a record with the numbers of its paper, rows that make its targets, and a method
 * that trains and gives back an {@link backprop.engine.unsupervised.Encoder} or a result.
 */
package backprop.engine.unsupervised;
