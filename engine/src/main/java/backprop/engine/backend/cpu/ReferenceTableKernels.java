// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.TableKernels;

/** {@link TableKernels} in double precision, one simple loop each. */
final class ReferenceTableKernels implements TableKernels {}
