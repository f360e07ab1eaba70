/**
 * OpenCL as a backend. This version only looks for a device and says what it found; kernels, when
 * they come, implement {@code Kernels} here and extend the engine's {@code KernelsContract} in
 * their test. The only package that sees JOCL.
 */
package backprop.opencl;
