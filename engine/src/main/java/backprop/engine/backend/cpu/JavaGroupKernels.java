// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.GroupKernels;

/** {@link GroupKernels} in float. */
final class JavaGroupKernels implements GroupKernels {}
