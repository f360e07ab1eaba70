// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import backprop.engine.backend.cpu.ReferenceBackend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every backend must satisfy: each kernel agrees with the double-precision reference for odd,
 * prime, empty and large sizes and for strided views; old content is not read where beta is 0; the
 * bits do not depend on the number of threads; sizes that do not fit are refused by name.
 *
 * <p>To test a backend, extend this class and open its kernels.
 */
public abstract class KernelsContract
    implements LinearAlgebraKernels,
        SequenceKernelsUnderTest,
        ElementwiseKernels,
        ReductionKernels,
        NormalizationKernels,
        LossKernels,
        WholeRowKernels,
        VectorKernels,
        GroupedKernels,
        ImageKernelsUnderTest,
        RefusedCalls {
  private Kernels reference;
  private List<Kernels> tested;

  /** Kernels of the backend under test. */
  protected abstract Kernels open(int threads);

  /** Kernels that must all give the same bits. */
  protected List<Kernels> openAllTested() {
    return List.of(open(1), open(2), open(3));
  }

  @BeforeEach
  void openAll() {
    reference = new ReferenceBackend().open(1);
    tested = openAllTested();
  }

  @AfterEach
  void closeAll() {
    tested.forEach(Kernels::close);
    reference.close();
  }

  @Override
  public final Kernels reference() {
    return reference;
  }

  @Override
  public final List<Kernels> tested() {
    return tested;
  }
}
