// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.util.function.Supplier;

/**
 * A value that is made when it is first wanted: most programs name few of all the things that texts
 * can name, and start sooner without the others. Any number of threads may ask; where making fails,
 * every call says so.
 */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<? extends T> maker;
  private volatile T value;

  Lazy(Supplier<? extends T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T made = value;
    if (made == null) {
      synchronized (this) {
        made = value;
        if (made == null) {
          made = maker.get();
          value = made;
        }
      }
    }
    return made;
  }
}
