// SPDX-License-Identifier: GPL-3.0-or-later
package weka.gui.explorer;

/** A thread whose class is called like those of the Explorer's panel. */
public final class ClassifierPanelRun extends Thread {
  public ClassifierPanelRun(Runnable work) {
    super(work);
  }
}
