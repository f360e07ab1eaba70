/**
 * OpenCL as a backend: {@code OpenClBackend} chooses a device, {@code OpenClKernels} and its groups
 * put kernels into the device's one queue and return at once. The only package that sees JOCL.
 *
 * <pre>
 *   OpenClBackend -- Devices -- Device: context, queue, compiled programs, bytes of live buffers
 *         |                       ^
 *   OpenClKernels and groups -- Launcher: kernels with their arguments (Call), scratch, complaints
 *         |             |
 *       Gemm        Functions -- translate: methods of Java as functions of OpenCL C
 *    Product, GemmTuning, TensorProducts, ClBlast
 * </pre>
 *
 * <p>Invariants: sums are in an order that depends on sizes alone; what a device cannot do is one
 * sentence in a {@code BackendFailedException}; nothing is allocated by a call in steady state. To
 * add a kernel, see the module's README.
 */
package backprop.opencl;
