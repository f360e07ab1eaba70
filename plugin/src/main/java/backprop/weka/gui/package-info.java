// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Editors of the classifier's options, for Weka's property sheet.
 *
 * <pre>
 *   property sheet: SettingEditor --EntryField--> text, checked while it is typed
 *                   FieldEditor   --EntryField--> the same for filters, the clusterer and so on
 *        '-- "Edit..." --> CatalogDialog
 *              CatalogTextArea   the text, with completion and the error under the caret
 *              CatalogList       the same as entries: add, duplicate, move, remove
 *              EntryForm         the fields of one entry
 *              LayerPreview      what layers or a preset come to for the data that is loaded
 * </pre>
 *
 * <p>All of it is driven by the catalogues: {@link backprop.weka.gui.CatalogKind} says which one,
 * and whether one entry or several. Invariants: text and list show the same entries, and while the
 * text cannot be read the list says so and stays as it was; an editor's value is always allowed;
 * everything here runs on the event thread but what {@code LayerPreview} computes.
 *
 * <p>To add an editor: a subclass in {@link backprop.weka.gui.SettingEditors}, named in the
 * BeanInfo of the bean whose property it edits.
 */
package backprop.weka.gui;
