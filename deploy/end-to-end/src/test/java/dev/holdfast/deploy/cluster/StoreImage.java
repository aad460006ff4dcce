package dev.holdfast.deploy.cluster;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A container image of s3proxy, built from nothing but this machine's JDK and the jars that the
 * build fetched: no registry is asked.
 */
record StoreImage(String name) {
  private static final String MODULES =
      "java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported,jdk.zipfs";

  /** Builds the image in an empty folder. */
  static StoreImage build(Installation installation, Path folder, String settings)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Path runtime = root.resolve("runtime");
    Path java = Path.of(System.getProperty("java.home"), "bin");
    run(
        folder,
        java.resolve("jlink").toString(),
        "--add-modules",
        MODULES,
        "--strip-debug",
        "--no-man-pages",
        "--no-header-files",
        "--output",
        runtime.toString());
    for (Path library : libraries(folder, runtime)) {
      Path copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Path jars = Files.createDirectories(root.resolve("jars"));
    for (String jar : installation.storeClasspath().split(":", -1)) {
      Files.copy(Path.of(jar), jars.resolve(Path.of(jar).getFileName()));
    }
    Files.createDirectories(root.resolve("tmp"));
    Files.createDirectories(root.resolve("objects").resolve(LocalStore.BUCKET));
    Files.writeString(root.resolve("s3proxy.properties"), settings);
    Files.writeString(root.resolve("logback.xml"), LocalStore.LOGGING);
    Files.writeString(
        folder.resolve("Dockerfile"),
        """
        FROM scratch
        COPY root /
        ENTRYPOINT ["/runtime/bin/java", "-Xmx512m", "-XX:+UseSerialGC", "-Dlogback.configurationFile=/logback.xml", "-cp", "/jars/*", "org.gaul.s3proxy.Main", "--properties", "/s3proxy.properties"]
        """);
    StoreImage image = new StoreImage("holdfast-store:" + UUID.randomUUID());
    run(folder, "docker", "build", "--quiet", "--network=none", "-t", image.name(), ".");
    return image;
  }

  /** Publishes a container's port on the loopback interface only. */
  static Consumer<CreateContainerCmd> onLoopback(int port) {
    return command ->
        Objects.requireNonNullElseGet(command.getHostConfig(), HostConfig::new)
            .withPortBindings(
                new PortBinding(
                    com.github.dockerjava.api.model.Ports.Binding.bindIp("127.0.0.1"),
                    ExposedPort.tcp(port)));
  }

  void remove() throws IOException, InterruptedException {
    run(Path.of("."), "docker", "rmi", "--force", name);
  }

  // What the programs of a runtime load from the system.
  private static List<Path> libraries(Path folder, Path runtime)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("ldd"));
    words.add(runtime.resolve("bin/java").toString());
    try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".so")).forEach(words::add);
    }
    return run(folder, words.toArray(String[]::new))
        .lines()
        .flatMap(line -> Stream.of(line.trim().split("\\s+")))
        .filter(word -> word.startsWith("/") && !word.endsWith(":"))
        .map(Path::of)
        .filter(library -> !library.startsWith(runtime))
        .distinct()
        .toList();
  }

  private static String run(Path folder, String... words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    // The builder of old, which needs nothing that is not here.
    builder.environment().put("DOCKER_BUILDKIT", "0");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(words[0] + " failed: " + printed);
    }
    return printed;
  }
}
