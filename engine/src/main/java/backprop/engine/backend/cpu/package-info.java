/**
 * Kernels on the processor.
 *
 * <pre>
 *   ReferenceBackend -> ReferenceKernels   double[], one thread, definitions: what tests compare with
 *   JavaBackend      -> JavaKernels        float[], plain Java, threads
 *   BlasBackend                            not in this version: says so
 * </pre>
 *
 * Invariants: results do not depend on the number of threads; all backends refuse the same calls
 * ({@link backprop.engine.backend.Checks}). To add one: implement {@code Backend} and {@code
 * Kernels}, add a line to {@code META-INF/services}, and extend the test {@code KernelsContract}.
 */
package backprop.engine.backend.cpu;
