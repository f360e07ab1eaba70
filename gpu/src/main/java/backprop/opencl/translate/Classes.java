// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the instructions of methods, and what fields and accessors of known objects hold. */
final class Classes {
  private final ClassLoader loader;
  private final Map<Class<?>, ClassNode> read = new HashMap<>();

  /** A method and the class that it is declared in. */
  record Found(Class<?> owner, MethodNode method) {
    boolean isStatic() {
      return (method.access & Opcodes.ACC_STATIC) != 0;
    }
  }

  Classes(ClassLoader loader) {
    this.loader = loader;
  }

  Class<?> load(String internalName) {
    try {
      return Class.forName(internalName.replace('/', '.'), true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UntranslatableException("class " + internalName + " cannot be loaded", e);
    }
  }

  private ClassNode node(Class<?> c) {
    return read.computeIfAbsent(c, Classes::read);
  }

  private static ClassNode read(Class<?> c) {
    String file = c.getName().substring(c.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = c.getResourceAsStream(file)) {
      if (in == null) {
        throw new UntranslatableException(
            "there is no class file of " + c.getName() + ", as for a lambda");
      }
      ClassNode node = new ClassNode();
      new ClassReader(in).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return node;
    } catch (IOException e) {
      throw new UntranslatableException("the class file of " + c.getName() + " is unreadable", e);
    }
  }

  /** The method that a call on an object of this class, or a static call, reaches. */
  Found find(Class<?> from, String name, String descriptor) {
    List<Class<?>> interfaces = new ArrayList<>();
    for (Class<?> c = from; c != null && !c.getName().startsWith("java."); c = c.getSuperclass()) {
      MethodNode m = declared(c, name, descriptor);
      if (m != null) {
        return new Found(c, m);
      }
      collect(c, interfaces);
    }
    for (Class<?> c : interfaces) {
      MethodNode m = declared(c, name, descriptor);
      if (m != null) {
        return new Found(c, m);
      }
    }
    throw new UntranslatableException("no method " + name + descriptor + " in " + from.getName());
  }

  private static void collect(Class<?> c, List<Class<?>> interfaces) {
    for (Class<?> i : c.getInterfaces()) {
      if (!i.getName().startsWith("java.") && !interfaces.contains(i)) {
        interfaces.add(i);
        collect(i, interfaces);
      }
    }
  }

  private MethodNode declared(Class<?> c, String name, String descriptor) {
    for (MethodNode m : node(c).methods) {
      boolean here = m.name.equals(name) && m.desc.equals(descriptor);
      if (here && (m.access & Opcodes.ACC_ABSTRACT) == 0) {
        return m;
      }
    }
    return null;
  }

  /** What a field holds; the object is null for a static one. */
  static Object field(Class<?> owner, Object object, String name) {
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      try {
        Field f = c.getDeclaredField(name);
        f.setAccessible(true);
        return f.get(object);
      } catch (NoSuchFieldException e) {
        continue; // In a superclass, then.
      } catch (IllegalAccessException | RuntimeException e) {
        throw new UntranslatableException("field " + name + " cannot be read", e);
      }
    }
    throw new UntranslatableException("no field " + name + " in " + owner.getName());
  }

  /** What a method without arguments of a known, immutable object gives. */
  static Object ask(Class<?> declaring, Object object, String name) {
    try {
      Method m = method(declaring, name);
      if (!declaring.getName().startsWith("java.")) {
        m.setAccessible(true);
      }
      return m.invoke(object);
    } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
      throw new UntranslatableException("method " + name + " cannot be asked", e);
    }
  }

  private static Method method(Class<?> declaring, String name) {
    for (Class<?> c = declaring; c != null; c = c.getSuperclass()) {
      try {
        return c.getDeclaredMethod(name);
      } catch (NoSuchMethodException e) {
        continue; // In a superclass, or inherited from an interface.
      }
    }
    try {
      return declaring.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new UntranslatableException("no method " + name + " in " + declaring.getName(), e);
    }
  }
}
