// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Where the engine's backends come from inside Weka.
 *
 * <p>Weka gives every package a class loader of its own. The main package holds the engine; native
 * libraries, which differ from platform to platform, are in packages of their own that are
 * installed beside it. {@link backprop.weka.backend.WekaBackends} shows their jars to the engine.
 *
 * <p>Invariants: without such packages, outside Weka's package manager and in OSGi the answer is
 * what the engine finds by itself; no failure to look leaves this package.
 *
 * <p>To add a platform: a line in {@code WekaBackends}, and one in {@code plugin/openblas/pom.xml}.
 */
package backprop.weka.backend;
