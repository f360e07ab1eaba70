// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * OpenBLAS for the backend {@code blas}, through its Java package by the Bytedeco project.
 *
 * <pre>
 *   OpenBlas (service)     what the engine finds
 *     NativeLibrary        loads it once, or keeps the reason why not
 *     NativeSgemm          a product on memory outside the Java heap
 * </pre>
 *
 * <p>Invariants: nothing here throws because a library is missing, does not fit the machine or
 * cannot be unpacked, it says why; OpenBLAS is told to use one thread once, when it is loaded, and
 * never again, so that trainings at the same time do not disturb each other.
 *
 * <p>To add a platform: a profile with its classifier in the pom of this module.
 */
package backprop.openblas;
