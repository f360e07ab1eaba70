// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The loops that are written with the vector types of {@code jdk.incubator.vector}, and nothing
 * else.
 *
 * <pre>
 *   cpu/VectorBackend --by name, where the JVM has the module--> VectorTiles
 *   cpu/VectorProduct --Tiles--> VectorTiles     tiles of c in registers; packing
 * </pre>
 *
 * The module is in the Java virtual machine only where it was started with {@code --add-modules
 * jdk.incubator.vector}, so no other package refers to this one: its classes are loaded by name. It
 * is compiled in an execution of its own, since the compiler warns of incubating modules.
 *
 * <p>Invariants: every vector lives and dies in one method, or the compiler puts it on the heap and
 * the loop is hundreds of times slower; nothing is allocated once a method is compiled. To add a
 * loop: an interface on arrays in {@code backend.cpu}, its implementation here.
 */
package backprop.engine.backend.vector;
