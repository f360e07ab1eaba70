// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.GroupKernels;

/** {@link GroupKernels} in double precision, one simple loop each. */
final class ReferenceGroupKernels implements GroupKernels {}
