// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The command {@code backprop}: command line, exit codes, what the user sees while it runs.
 *
 * <p>Invariants: results and tables go to the output stream, progress and errors to the error
 * stream; every error of the user is one sentence and exit code 2; a mistake of this program is
 * told as such, with its stack and exit code 3, never as a failed gate.
 *
 * <p>To add a command: a class with {@code @Command}, named in {@link backprop.experiments.Main}.
 */
package backprop.experiments;
