// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.CheckClassifier;
import weka.classifiers.Classifier;
import weka.core.CheckGOE;
import weka.core.CheckOptionHandler;
import weka.core.OptionHandler;
import weka.core.WekaPackageManager;

/**
 * Runs Weka's checkers on the classifier of the installed package, which cannot be done from the
 * command line, and prints their answers: those of the first as lines that begin with "answer",
 * those of the others with "success" or "failure".
 */
final class PackageUse {
  private PackageUse() {}

  public static void main(String[] arguments) throws Exception {
    WekaPackageManager.loadPackages(false);
    String name = "weka.classifiers.functions.BackpropNetwork";
    String[] options = {"-layers", "dense(8, relu)", "-N", "40"};
    Classifier classifier = AbstractClassifier.forName(name, options);
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    CheckClassifier check = new CheckClassifier();
    check.setClassifier(classifier);
    check.doTests();
    CheckGOE editor = new CheckGOE();
    editor.setObject(classifier);
    editor.doTests();
    CheckOptionHandler handler = new CheckOptionHandler();
    handler.setOptionHandler((OptionHandler) classifier);
    handler.doTests();
    System.setOut(out);
    bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(l -> l.contains("..."))
        .forEach(l -> System.out.println("\nanswer " + l));
    System.out.println("CheckGOE " + (editor.getSuccess() ? "success" : "failure"));
    System.out.println("CheckOptionHandler " + (handler.getSuccess() ? "success" : "failure"));
  }
}
