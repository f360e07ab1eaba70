// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

/** A report that is one file. */
interface Report {
  /** Its name in experiment files. */
  String name();

  /** The name of the file that it writes. */
  String file();

  /** The contents of the file: a function of the findings alone, without times or random parts. */
  String text(Findings findings);
}
