// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.layer.CausalPadding;
import backprop.engine.layer.EqualPadding;
import backprop.engine.layer.Padding;
import backprop.engine.layer.SamePadding;
import backprop.engine.layer.SidesPadding;
import backprop.engine.layer.ValidPadding;
import backprop.engine.text.Catalog;

/** All paddings, one line per entry. */
final class PaddingCatalog {
  private PaddingCatalog() {}

  static Catalog<Padding> entries() {
    return Catalog.of(
        "padding",
        Padding.class,
        new EqualPadding(0),
        new SamePadding(),
        new ValidPadding(),
        new CausalPadding(),
        new SidesPadding(0, 0, 0, 0));
  }
}
