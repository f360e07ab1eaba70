// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import java.util.Map;
import weka.classifiers.Classifier;
import weka.core.WekaPackageManager;
import weka.gui.GenericObjectEditor;
import weka.gui.HierarchyPropertyParser;

/**
 * Prints the classifiers that the Explorer's "Choose" button shows under weka, classifiers,
 * functions, one a line, each as "leaf NAME". A program of its own, because it needs a JVM whose
 * Weka home holds the package.
 */
final class ClassifierTree {

  private ClassifierTree() {}

  /** Opens what the editor of the Explorer shows in its tree. */
  private static final class Editor extends GenericObjectEditor {
    Map<String, HierarchyPropertyParser> trees() {
      return getClassesFromProperties();
    }
  }

  public static void main(String[] arguments) throws Exception {
    WekaPackageManager.loadPackages(false);
    GenericObjectEditor.determineClasses();
    Editor editor = new Editor();
    editor.setClassType(Classifier.class);
    for (Map.Entry<String, HierarchyPropertyParser> tree : editor.trees().entrySet()) {
      if (tree.getValue().goTo("weka.classifiers.functions")) {
        for (String name : tree.getValue().childrenValues()) {
          System.out.println("leaf " + name);
        }
      }
    }
  }
}
