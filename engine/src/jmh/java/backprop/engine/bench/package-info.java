// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Benchmarks of the kernels and of whole training steps, by JMH. {@code mvn -Pbench -pl engine
 * verify} runs them and prints each time beside its floor: the flops or bytes that cannot be avoided, at the rate of the fastest bare
 * loop measured in the same run. {@code -Dbench=Gemm} chooses by a regular expression, {@code
 * -Dbench.threads=2} the threads of the kernels. A fraction of a floor in bytes above 1 says that
 * the numbers came from a cache and not from memory.
 *
 * <p>To add one: a class of JMH benchmarks with a parameter {@code threads}, and a static method
 * {@code floor} as {@link backprop.engine.bench.Floor} describes it.
 *
 * <p>{@code LargeData} is a program of its own, which shows that training time grows linearly with
 * the rows, and memory not at all.
 */
package backprop.engine.bench;
