// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

/** Runs Weka, which then takes the Java that it runs on for version 11. */
final class OlderJava {
  private OlderJava() {}

  /** Runs {@code weka.Run} with these arguments. */
  public static void main(String[] arguments) {
    System.setProperty("java.specification.version", "11");
    weka.Run.main(arguments);
  }
}
