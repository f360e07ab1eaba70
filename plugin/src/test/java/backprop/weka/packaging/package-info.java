/**
 * Tests of what users get: the Weka package as Weka's own package manager installs and runs it, its
 * content, and the manifest of the OSGi bundle. They run after packaging, in {@code mvn verify}.
 */
package backprop.weka.packaging;
