// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.Assert.assertTrue;

import java.io.File;

/** Weka's regression tests, which write a reference where there is none and then pass. */
public final class WekaReference {
  private static final String ROOT = "src/test/wekarefs";

  private WekaReference() {}

  /** Weka's own regression test. */
  public interface Regression<E extends Exception> {
    /** Compares with the reference. */
    void run() throws E;
  }

  /** Says where the references are. */
  public static void use() {
    System.setProperty("weka.test.Regression.root", ROOT);
  }

  /** Runs a regression test; fails, too, where there was no reference. */
  public static <E extends Exception> void check(Class<?> test, Regression<E> regression) throws E {
    use();
    File reference = new File(ROOT, test.getName().replace('.', '/') + ".ref");
    boolean committed = reference.exists();
    regression.run();
    assertTrue("there was no reference file " + reference, committed);
  }
}
