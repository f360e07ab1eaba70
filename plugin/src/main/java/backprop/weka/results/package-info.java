// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Pictures of a trained network, for the menu of the Explorer's result list and others.
 *
 * <pre>
 *   right click on a result > Plugins
 *     Backprop: learning curve       CurvePicture      epochs of the model
 *     Backprop: first-layer weights  WeightPictures    what each unit or filter looks for in a picture
 *     Backprop: confusion matrix     ConfusionPicture  predictions, of any classifier
 * </pre>
 *
 * <p>Weka gives such a plugin the graph's text and the result's name, not the model; {@link
 * backprop.weka.results.ShownResult} finds that in the Explorer's list by both.
 *
 * <p>Invariants: a picture is drawn without a display; an item is only there where it has something
 * to show; the classes of items have public constructors without arguments, and are named in
 * PluginManager.props.
 *
 * <p>To add one: a class that draws, a class with the item, a line in PluginManager.props.
 */
package backprop.weka.results;
