// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/** What is seen where an image was moved away. */
public enum Fill {
  /** The nearest pixel of the image's edge. */
  EDGE,
  /** Zero, which is the background or the mean of standardized images. */
  ZERO
}
