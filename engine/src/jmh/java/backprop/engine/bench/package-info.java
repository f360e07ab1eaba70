// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Benchmarks of the kernels, by JMH. {@code mvn -Pbench -pl engine verify} runs them and prints each
 * time beside its floor: the flops or bytes that cannot be avoided, at the rate of a bare loop
 * measured in the same run. {@code -Dbench=Gemm} chooses by a regular expression, {@code
 * -Dbench.threads=2} the threads of the kernels.
 *
 * <p>{@code LargeData} is a program of its own, which shows that training time grows linearly with
 * the rows, and memory not at all.
 */
package backprop.engine.bench;
