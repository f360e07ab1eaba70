/**
 * Kernels on the processor.
 *
 * <pre>
 *   ReferenceBackend -> ReferenceKernels   double[], one thread, definitions: what tests compare with
 *   JavaBackend      -> JavaKernels        float[], plain Java, threads
 *                         Gemm             products: packs rows, vectors along columns
 *                           AlignedLoops   its inner loops; TallPairs, TallLoops: for four rows at once
 *                         Elements         same place in, same place out
 *                         RowBlocks        each row by itself: softmax, losses, layer norm
 *                         ColumnBlocks     every row with numbers of the columns: bias, batch norm
 *                         Sums             reductions, in parts of a fixed size
 *                         JavaImageKernels
 *                           Convolution    patches, block by block, times weights
 *                             Patches        what windows see, and back
 *                             PositionPanels few filters: vectors along positions
 *                               PanelWeights   weights in the order of the panels
 *                             FilterGradients few filters: gradients of rows side by side
 *                             Interleaved    channels taken apart and put together
 *                           Depthwise      channel by channel, row by row
 *                           Pooling        maxima and sums over windows
 *                           WithinExamples norms of groups and neighbors, dropout of channels
 *                         Workers          threads; Scratch: their memory
 *   VectorBackend    -> JavaKernels        the same, but for products
 *                         VectorProduct    packs tiles; {@link Tiles} are the loops of backend.vector
 *                         WarmUp           until those are compiled, Gemm computes
 *   BlasBackend     -> JavaKernels        with another product:
 *                         BlasProduct      copies to native memory, multiplies block by block
 *                           NativePart     a part of a matrix in native memory
 *                           BlasGrid       the blocks
 *                           BlasCost       which products stay with Gemm
 * </pre>
 *
 * A loop is vectorized without JVM flags only where all its arrays share the index, so what does
 * not start at the same index is copied to scratch that starts at 0.
 *
 * <p>Invariants: after the first call of a size nothing is allocated; results do not depend on the
 * number of threads; all backends refuse the same calls ({@link backprop.engine.backend.Checks}).
 * To add one: implement {@code Backend} and {@code Kernels}, add a line to {@code
 * META-INF/services}, and extend the test {@code KernelsContract}.
 */
package backprop.engine.backend.cpu;
