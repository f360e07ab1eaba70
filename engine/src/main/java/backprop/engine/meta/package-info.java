// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Learning to learn: first weights from which a few steps on a few rows of a new task suffice.
 *
 * <pre>
 *   TaskFamily --task(i)--> support rows --Trainer, a few steps--> adapted weights --query rows--> better first weights
 * </pre>
 *
 * <p>A meta-learner changes a network's weights in place and leaves its state (running moments) as
 * the last task made it: networks without such state are the better choice here.
 *
 * <p>To add one: a record with the numbers of its paper and a method that takes a network and a
 * family of tasks.
 */
package backprop.engine.meta;
