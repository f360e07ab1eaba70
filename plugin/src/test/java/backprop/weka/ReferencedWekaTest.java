// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import java.io.File;
import weka.classifiers.AbstractClassifierTest;

/**
 * Weka's tests with committed reference files. Weka writes a reference that is missing and passes;
 * here a missing one fails, and the file that was written is there to be looked at and committed.
 */
abstract class ReferencedWekaTest extends AbstractClassifierTest {
  private static final String ROOT = "src/test/wekarefs";

  ReferencedWekaTest(String name) {
    super(name);
    System.setProperty("weka.test.Regression.root", ROOT);
  }

  @Override
  public void testRegression() throws Exception {
    File reference = new File(ROOT, getClass().getName().replace('.', '/') + ".ref");
    boolean committed = reference.exists();
    super.testRegression();
    assertTrue("there was no reference file " + reference, committed);
  }
}
