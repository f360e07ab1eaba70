// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

/** A layer with a state that it carries from step to step of a sequence. */
public interface Recurrent extends Layer {
  /** The same layer in the other direction. */
  Recurrent reversed();
}
