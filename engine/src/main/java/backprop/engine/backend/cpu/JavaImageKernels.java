// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.ImageKernels;

/** {@link ImageKernels} in float. */
final class JavaImageKernels implements ImageKernels {}
