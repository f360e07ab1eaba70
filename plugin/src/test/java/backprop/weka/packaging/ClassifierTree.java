// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import java.util.Map;
import weka.attributeSelection.ASEvaluation;
import weka.classifiers.Classifier;
import weka.clusterers.Clusterer;
import weka.core.PluginManager;
import weka.core.WekaPackageManager;
import weka.core.converters.Loader;
import weka.filters.Filter;
import weka.gui.GenericObjectEditor;
import weka.gui.HierarchyPropertyParser;

/**
 * Prints the classifiers, filters and so on that the Explorer's "Choose" buttons show beside the
 * package's, one a line, each as "leaf NAME", and the steps that packages add to the KnowledgeFlow.
 * A program of its own, because it needs a JVM whose Weka home holds the package.
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
    print(Classifier.class, "weka.classifiers.functions");
    print(Filter.class, "weka.filters.unsupervised.attribute");
    print(Clusterer.class, "weka.clusterers");
    print(ASEvaluation.class, "weka.attributeSelection");
    print(Loader.class, "weka.core.converters");
    for (String step : PluginManager.getPluginNamesOfTypeList("weka.knowledgeflow.steps.Step")) {
      System.out.println("step " + step);
    }
  }

  private static void print(Class<?> type, String folder) throws Exception {
    Editor editor = new Editor();
    editor.setClassType(type);
    for (Map.Entry<String, HierarchyPropertyParser> tree : editor.trees().entrySet()) {
      if (tree.getValue().goTo(folder)) {
        for (String name : tree.getValue().childrenValues()) {
          System.out.println("leaf " + name);
        }
      }
    }
  }
}
