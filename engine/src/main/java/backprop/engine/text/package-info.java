/**
 * The one text form of everything that has options: layers, activations, optimizers, schedules,
 * regularizers, initializers, losses ...
 *
 * <pre>
 *   record + prototype --Catalog--> Entry, Property --Texts--> "dense(64, relu), dropout(0.2)"
 *                                                   &lt;--Texts--
 *   text --Syntax--> tree --Reader--> record        record --Printer--> text
 * </pre>
 *
 * <p>An entry is a public record; its components are its properties, its prototype in the catalog
 * holds their defaults. Names are the Java names in kebab-case unless {@link
 * backprop.engine.text.Name} says otherwise. Arguments come by position, then by key; a name
 * without parentheses is the entry with its defaults. A component of type {@code List} takes all
 * remaining positional arguments; a list by key stands in brackets. A kind with a {@link
 * backprop.engine.text.PlainNumber} entry accepts a number.
 *
 * <p>Invariants: reading what was printed gives an equal value; whatever the text, reading throws
 * nothing but {@link backprop.engine.text.TextException}, with a column; nothing here is mutable or
 * static; this package knows no other package of the engine.
 *
 * <p>To add an entry: write the public record, annotate it with {@link
 * backprop.engine.text.Description}, {@link backprop.engine.text.Formula} and {@link
 * backprop.engine.text.Source} and its components with {@link backprop.engine.text.Tip}, check the
 * values in its constructor (one sentence in an {@code IllegalArgumentException}), and add its
 * prototype to its catalog.
 */
package backprop.engine.text;
