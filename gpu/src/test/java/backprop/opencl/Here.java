// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Kernels;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Whether this machine has an OpenCL device, and kernels on the best one. */
public final class Here {
  private Here() {}

  /** Skips a test, and says why, where there is no device. */
  public static void assumeDevice() {
    Optional<String> why = new OpenClBackend().unusable();
    Assumptions.assumeTrue(why.isEmpty(), () -> "skipped: " + why.orElse(""));
  }

  /** The log of a program that did not compile, which a sentence names; the file is deleted. */
  static String takeLog(String sentence) throws IOException {
    Matcher file = Pattern.compile("its log is in (.*?\\.log)").matcher(sentence);
    if (!file.find()) {
      throw new AssertionError("no log is named: " + sentence);
    }
    Path log = Path.of(file.group(1));
    String text = Files.readString(log);
    Files.delete(log);
    return text;
  }

  /** The same kernels for every caller, who may close them: what is compiled stays. */
  public static Kernels kernels() {
    return Shared.KERNELS;
  }

  private static final class Shared {
    static final Kernels KERNELS = shared(new OpenClBackend().open(1));

    private static Kernels shared(Kernels real) {
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(),
              new Class<?>[] {Kernels.class},
              (proxy, method, arguments) -> {
                try {
                  return method.getName().equals("close") ? null : method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
