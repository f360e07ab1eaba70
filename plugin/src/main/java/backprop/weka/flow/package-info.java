// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Steps for Weka's KnowledgeFlow.
 *
 * <pre>
 *   Classifier --batchClassifier--> LearningCurve --dataSet--> TextViewer, Saver, DataVisualizer
 *                                                 '--image--> ImageViewer, ImageSaver
 * </pre>
 *
 * <p>Invariants: a step opens no window and needs no display. {@code PluginManager.props} names the
 * steps to Weka.
 *
 * <p>To add a step: a class here, annotated for Weka, its icon among the resources, and a line in
 * {@code PluginManager.props}.
 */
package backprop.weka.flow;
