// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import weka.classifiers.RandomizableClassifier;
import weka.classifiers.rules.ZeroR;
import weka.core.AdditionalMeasureProducer;
import weka.core.Capabilities;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.OptionMetadata;

/** ZeroR with an option of every kind, which fails or takes its time when it is told to. */
public class SampleClassifier extends RandomizableClassifier implements AdditionalMeasureProducer {
  private static final long serialVersionUID = 1L;

  /** A choice. */
  public enum Choice {
    FIRST,
    SECOND_ONE
  }

  private final ZeroR rule = new ZeroR();
  private String text = "";
  private double rate = 0.1;
  private Choice choice = Choice.FIRST;
  private boolean failing;
  private int pause;
  private int threads = 2;

  @OptionMetadata(
      displayName = "some text",
      description = "Text",
      commandLineParamName = "text",
      commandLineParamSynopsis = "-text <text>",
      displayOrder = 1)
  public String getText() {
    return text;
  }

  public void setText(String text) {
    if (text.equals("refused")) {
      throw new IllegalArgumentException("this text is refused");
    }
    this.text = text;
  }

  @OptionMetadata(
      displayName = "learning rate",
      description = "Rate",
      commandLineParamName = "rate",
      commandLineParamSynopsis = "-rate <number>",
      displayOrder = 2)
  public double getRate() {
    return rate;
  }

  public void setRate(double rate) {
    this.rate = rate;
  }

  @OptionMetadata(
      displayName = "choice",
      description = "Choice",
      commandLineParamName = "choice",
      commandLineParamSynopsis = "-choice <name>",
      displayOrder = 3)
  public Choice getChoice() {
    return choice;
  }

  public void setChoice(Choice choice) {
    this.choice = choice;
  }

  @OptionMetadata(
      displayName = "failing",
      description = "Fails",
      commandLineParamName = "failing",
      commandLineParamSynopsis = "-failing",
      commandLineParamIsFlag = true,
      displayOrder = 4)
  public boolean getFailing() {
    return failing;
  }

  public void setFailing(boolean failing) {
    this.failing = failing;
  }

  @OptionMetadata(
      displayName = "pause",
      description = "Milliseconds",
      commandLineParamName = "pause",
      commandLineParamSynopsis = "-pause <ms>",
      displayOrder = 5)
  public int getPause() {
    return pause;
  }

  public void setPause(int pause) {
    this.pause = pause;
  }

  @OptionMetadata(
      displayName = "threads",
      description = "Threads",
      commandLineParamName = "threads",
      commandLineParamSynopsis = "-threads <n>",
      displayOrder = 6)
  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  @Override
  public Capabilities getCapabilities() {
    return rule.getCapabilities();
  }

  @Override
  public void buildClassifier(Instances rows) throws Exception {
    Thread.sleep(pause);
    if (failing) {
      throw new IllegalStateException("told to fail\nwith a second line");
    }
    rule.buildClassifier(rows);
  }

  @Override
  public double[] distributionForInstance(Instance row) throws Exception {
    return rule.distributionForInstance(row);
  }

  @Override
  public Enumeration<String> enumerateMeasures() {
    return Collections.enumeration(
        List.of("measureSeed", "measureThreads", "measureTrainingSeconds", "measureNothing"));
  }

  @Override
  public double getMeasure(String name) {
    return switch (name) {
      case "measureSeed" -> getSeed();
      case "measureThreads" -> threads;
      case "measureTrainingSeconds" -> System.nanoTime();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
