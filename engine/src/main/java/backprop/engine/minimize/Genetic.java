// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.backend.RandomStream;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A genetic algorithm on real numbers. A generation: the best one lives on; the others are children
 * of parents that win tournaments of {@value #TOURNAMENT}, crossed by blending, every weight drawn
 * evenly from the interval between its parents' widened by half on both sides (BLX-0.5), then
 * mutated by normal noise. The noise of a child is drawn from {@code sigma * 2^-u}, u between 0 and
 * {@value #SCALES}, so that some children search near and some far. Needs no gradients; an
 * iteration is a generation, hence {@code population - 1} passes over all rows.
 *
 * <p>Montana and Davis, "Training feedforward neural networks using genetic algorithms", IJCAI
 * 1989; Eshelman and Schaffer, "Real-coded genetic algorithms and interval-schemata", FOGA 2, 1993.
 *
 * @param population number of individuals, at least 4
 * @param crossover probability that a child has two parents, 0 to 1
 * @param mutation probability that a weight is mutated, 0 to 1
 * @param sigma largest standard deviation of a mutation, and that of the first generation around
 *     the first weights, above 0
 */
@Keyed
@Description("A genetic algorithm on the weights, without gradients.")
@Formula(
    "child = uniform in the interval between its parents widened by half on both sides, "
        + "+ sigma * 2^-u * N(0, 1) with probability mutation, weight by weight")
@Source(
    "Montana and Davis, \"Training feedforward neural networks using genetic "
        + "algorithms\", IJCAI 1989; Eshelman and Schaffer, \"Real-coded genetic algorithms "
        + "and interval-schemata\", Foundations of Genetic Algorithms 2, 1993")
public record Genetic(
    @Tip(value = "number of individuals", min = 4) int population,
    @Tip(value = "probability that a child has two parents", min = 0, max = 1) double crossover,
    @Tip(value = "probability that a weight is mutated", min = 0, max = 1) double mutation,
    @Tip(value = "largest standard deviation of a mutation", above = 0) double sigma)
    implements Minimizer {
  private static final int TOURNAMENT = 3;
  private static final int SCALES = 10;

  public Genetic {
    Check.atLeast("population", population, 4);
    Check.probability("crossover", crossover);
    Check.probability("mutation", mutation);
    Check.positive("sigma", sigma);
  }

  @Override
  public Search start(Objective f, double[] w, long seed) throws InterruptedException {
    Check.size(f, w);
    return new Run(f, w, this, new RandomStream(RandomStream.key(seed, 0x6E7)));
  }

  @Override
  public boolean usesGradients() {
    return false;
  }

  private static final class Run implements Search {
    private static final double WIDENED = 0.5;

    private final Objective f;
    private final Genetic how;
    private final RandomStream random;
    private double[][] individuals;
    private double[][] children;
    private double[] values;
    private double[] childValues;
    private int best;

    Run(Objective f, double[] start, Genetic how, RandomStream random) throws InterruptedException {
      this.f = f;
      this.how = how;
      this.random = random;
      individuals = new double[how.population][start.length];
      children = new double[how.population][start.length];
      values = new double[how.population];
      childValues = new double[how.population];
      for (int i = 0; i < how.population; i++) {
        Vectors.copy(start, individuals[i]);
        if (i > 0) {
          mutate(individuals[i], 1, how.sigma);
        }
        values[i] = judged(individuals[i]);
      }
      best = best();
    }

    private double judged(double[] individual) throws InterruptedException {
      double value = f.value(individual);
      return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    @Override
    public String iterate() throws InterruptedException {
      Vectors.copy(individuals[best], children[0]);
      childValues[0] = values[best];
      for (int i = 1; i < children.length; i++) {
        double[] mother = individuals[winner()];
        double[] father = random.nextDouble() < how.crossover ? individuals[winner()] : mother;
        cross(mother, father, children[i]);
        mutate(children[i], how.mutation, how.sigma * Math.pow(2, -SCALES * random.nextDouble()));
        childValues[i] = judged(children[i]);
      }
      double[][] t = individuals;
      individuals = children;
      children = t;
      double[] v = values;
      values = childValues;
      childValues = v;
      best = best();
      return null;
    }

    private int winner() {
      int winner = random.nextInt(values.length);
      for (int i = 1; i < TOURNAMENT; i++) {
        int other = random.nextInt(values.length);
        winner = values[other] < values[winner] ? other : winner;
      }
      return winner;
    }

    private void cross(double[] a, double[] b, double[] child) {
      for (int i = 0; i < child.length; i++) {
        double part = random.nextDouble() * (1 + 2 * WIDENED) - WIDENED;
        child[i] = a[i] + part * (b[i] - a[i]);
      }
    }

    private void mutate(double[] individual, double probability, double deviation) {
      for (int i = 0; i < individual.length; i++) {
        if (random.nextDouble() < probability) {
          individual[i] += deviation * random.nextGaussian();
        }
      }
    }

    private int best() {
      int least = 0;
      for (int i = 1; i < values.length; i++) {
        least = values[i] < values[least] ? i : least;
      }
      return least;
    }

    @Override
    public double[] point() {
      return individuals[best];
    }

    @Override
    public double value() {
      return values[best];
    }
  }
}
