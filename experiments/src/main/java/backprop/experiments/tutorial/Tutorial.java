// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import java.util.List;
import java.util.Optional;

/**
 * "Backpropagation, step by step": text with numbers and charts that are computed as it is made.
 */
public final class Tutorial {
  private static final String TITLE = "Backpropagation, step by step";
  private static final String LEAD =
      "How a neural network learns, from one neuron to what goes wrong in practice and what helps."
          + " Every number and every chart on this page was computed by the library when the page"
          + " was made; `./backprop tutorial` makes it again, and the end of each chapter says how to repeat that chapter alone.";

  private static final List<Chapter> CHAPTERS =
      List.of(
          new Neuron(),
          new HiddenLayer(),
          new LearningRates(),
          new Race(),
          new DeepGradients(),
          new FittingByHeart(),
          new Convolution(),
          new Sequences(),
          new Transfer(),
          new SecondOrder());

  private Tutorial() {}

  /** The names of the chapters, in order. */
  public static List<String> chapters() {
    return CHAPTERS.stream().map(Chapter::name).toList();
  }

  /**
   * All of it, as one page that asks for no other file.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static String html() throws InterruptedException {
    HtmlPage page = new HtmlPage(TITLE, LEAD, CHAPTERS);
    int number = 0;
    for (Chapter c : CHAPTERS) {
      page.chapter(++number, c);
      c.write(page);
      page.again(c);
    }
    return page.toString();
  }

  /**
   * One chapter as text; empty where there is none of this name.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static Optional<String> text(String chapter) throws InterruptedException {
    for (Chapter c : CHAPTERS) {
      if (c.name().equals(chapter)) {
        TextPage page = new TextPage();
        page.text(c.title());
        c.write(page);
        return Optional.of(page.toString());
      }
    }
    return Optional.empty();
  }
}
