// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The tutorial, and what makes its numbers.
 *
 * <pre>
 *   Tutorial --chapters--> Chapter: text, and trainings in a Lab --> Page: HtmlPage or TextPage
 * </pre>
 *
 * <p>Invariants: no number is written down that could be computed; everything is computed in double
 * precision on one thread, so that the page is the same wherever it is made; the page is one file
 * that asks for no other.
 *
 * <p>To add a chapter: a class like {@code Race} and its line in {@link
 * backprop.experiments.tutorial.Tutorial}; then {@code ./backprop tutorial -o
 * experiments/tutorial/index.html} writes the page again.
 */
package backprop.experiments.tutorial;
