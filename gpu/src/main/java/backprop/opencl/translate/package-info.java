// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Functions of Java as functions of OpenCL C. Activations, losses and optimizers bring their own
 * loops instead of a kernel each; what a device runs is made from the same methods, so that none of
 * them has a second formula that could differ from the first.
 *
 * <pre>
 *   Tanh.value(double)  --class file-->  Method  --instruction by instruction-->  real f0_value(real)
 *      record components, static fields, enums: constants at the time of translation
 *      helpers in other classes:                functions of their own
 *      Math and StrictMath:                     OpenCL's functions
 * </pre>
 *
 * <p>Invariants: a function is translated as a whole or refused with a reason, never in part; what
 * comes out depends on the function's class and its fields alone. Java's {@code double} becomes the
 * type that the caller names, so that elementwise functions run in float.
 *
 * <p>Not translated: new objects (other than exceptions, which give NaN), lambdas, recursion, and
 * references that change within a loop. To add a function of the Java library: a line in {@link
 * backprop.opencl.translate.Library}.
 */
package backprop.opencl.translate;
