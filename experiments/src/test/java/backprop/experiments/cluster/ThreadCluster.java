// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A cluster that is none: everything is turned into bytes and back as on its way to a machine, and
 * every third task is lost once. What else goes wrong depends on the application's name.
 */
public final class ThreadCluster implements Cluster {
  private final String application;
  private final AtomicInteger tasks = new AtomicInteger();

  private ThreadCluster(String application) {
    this.application = application;
  }

  /** Serves {@code local[7]}. */
  public static final class Threads implements Provider {
    @Override
    public boolean serves(String address) {
      return address.equals("local[7]");
    }

    @Override
    public Cluster open(String address, String application, Consumer<String> notes) {
      notes.accept("cells run on threads");
      return new ThreadCluster(application);
    }
  }

  private record Bytes<S>(byte[] bytes) implements Shared<S> {}

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public int slots() {
    // Machines join.
    return 1 + tasks.get() / 4;
  }

  @Override
  public <S extends Serializable> Shared<S> share(S value) {
    return new Bytes<>(bytes(value));
  }

  @Override
  public <S extends Serializable, R extends Serializable> R run(Shared<S> shared, Task<S, R> task)
      throws LostException {
    int number = tasks.incrementAndGet();
    if (application.equals("gone") && number == 5) {
      throw new GoneException("the threads are gone", null);
    } else if (application.equals("lost") && number == 5) {
      throw new LostException("the thread was lost 4 times", null);
    }
    byte[] sent = bytes(task);
    if (number % 3 == 0) {
      run(shared, sent);
    }
    return run(shared, sent);
  }

  private static <S extends Serializable, R extends Serializable> R run(
      Shared<S> shared, byte[] sent) {
    S value = object(((Bytes<S>) shared).bytes());
    Task<S, R> task = object(sent);
    return object(bytes(task.run(value)));
  }

  private static byte[] bytes(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked")
  private static <T> T object(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (T) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
