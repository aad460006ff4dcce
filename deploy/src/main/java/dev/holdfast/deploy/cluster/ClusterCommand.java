package dev.holdfast.deploy.cluster;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command {@code deploy/holdfast cluster}. */
public final class ClusterCommand {
  private static final int WORKERS = 2;
  private static final String WORKER_MEMORY = "3g";

  private final Installation installation;
  private final Path folder;

  /** The command for the cluster of the project in {@code home}. */
  public ClusterCommand(Path home) {
    this.installation = new Installation(home.toAbsolutePath().normalize());
    this.folder = installation.home().resolve(".holdfast/cluster");
  }

  /**
   * Runs {@code up}, {@code down}, {@code status}, {@code submit}, {@code notebooks} or {@code
   * shell}.
   *
   * @return the exit code of the process
   */
  public int run(String... line) {
    String word = line.length == 0 ? "--help" : line[0];
    try {
      return switch (word) {
        case "up" -> up();
        case "down" -> down();
        case "status" -> status();
        case "submit" -> submit(List.of(Arrays.copyOfRange(line, 1, line.length)));
        case "notebooks", "shell" -> look(List.of(line));
        case "--help" -> {
          System.out.print(HELP);
          yield ExitCode.DONE.code();
        }
        default ->
            throw new JobException(
                ExitCode.CONFIGURATION,
                "Cannot do %s with the cluster. There are up, status, submit, notebooks, shell and down; see deploy/holdfast cluster --help."
                    .formatted(word));
      };
    } catch (JobException wrong) {
      System.err.println("holdfast: " + wrong.getMessage());
      return wrong.exitCode().code();
    } catch (IOException failed) {
      System.err.printf("holdfast: Cannot run cluster %s: %s.%n", word, failed.getMessage());
      return ExitCode.UNEXPECTED.code();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCode.UNEXPECTED.code();
    }
  }

  private int up() throws IOException, InterruptedException {
    Optional<LocalCluster> there = LocalCluster.in(folder);
    if (there.isPresent() && there.get().isUp()) {
      System.out.println("The cluster is up already.");
      print(there.get());
      return ExitCode.DONE.code();
    }
    if (there.isPresent()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot start the cluster: one that was started before has lost processes. End what is left of it with deploy/holdfast cluster down, tables included.");
    }
    // Left by a start that was killed before it was noted; nothing of it can be used.
    PrivateFiles.delete(folder);
    print(new ClusterStart(installation, folder, WORKERS, WORKER_MEMORY).up());
    return ExitCode.DONE.code();
  }

  private int status() throws IOException {
    print(cluster());
    return ExitCode.DONE.code();
  }

  private int down() throws IOException {
    Optional<LocalCluster> there = LocalCluster.in(folder);
    if (there.isPresent()) {
      there.get().down();
    }
    System.out.println(there.isPresent() ? "The cluster is gone." : "There is no cluster.");
    return ExitCode.DONE.code();
  }

  private int submit(List<String> line) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(line);
    Submission.Mode mode =
        words.remove("--cluster-mode") ? Submission.Mode.CLUSTER : Submission.Mode.CLIENT;
    if (words.isEmpty() || !Submission.knows(words.get(0))) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot submit %s: name weekly or a job (%s), and then its arguments."
              .formatted(words.isEmpty() ? "nothing" : words.get(0), Submission.jobs()));
    }
    Process process =
        new Submission(installation, cluster(), mode)
            .start(words.get(0), words.subList(1, words.size()), new ProcessBuilder().inheritIO());
    return untilItEnds(process);
  }

  // They run here, not on the workers: whoever looks has a session of their own.
  private int look(List<String> line) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(line);
    words.add(0, installation.home().resolve("deploy/holdfast").toString());
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.environment().putAll(cluster().environment());
    builder
        .environment()
        .put("HOLDFAST_DEPLOYMENT", installation.home().resolve("conf/s3.conf").toString());
    return untilItEnds(builder.start());
  }

  private static int untilItEnds(Process process) throws InterruptedException {
    Thread end = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    int exitCode = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return exitCode;
  }

  private LocalCluster cluster() throws IOException {
    return LocalCluster.in(folder)
        .orElseThrow(
            () ->
                new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot find the cluster: there is none in %s. Start it with deploy/holdfast cluster up."
                        .formatted(folder)));
  }

  private static void print(LocalCluster cluster) {
    System.out.printf(
        Locale.ROOT,
        "  master       %s, its page %s%n  store        %s, bucket %s%n  tables       %s%n  folder       %s%n",
        cluster.master(),
        cluster.masterPage(),
        cluster.endpoint(),
        LocalStore.BUCKET,
        LocalCluster.TABLES,
        cluster.folder());
    for (Member member : cluster.members()) {
      System.out.printf(
          Locale.ROOT,
          "  %-12s process %d%s%n",
          member.name(),
          member.pid(),
          member.alive().isPresent() ? "" : ", which has ended");
    }
  }

  private static final String HELP =
      """
      cluster: a standalone Spark cluster and an S3 store on this machine, on loopback only.

        up                   starts a master, two workers of one core and 3 GB each, and s3proxy
        status               says where they are
        submit COMMAND ...   runs weekly, or a job with its arguments, --problem among them, on it,
                             with conf/standalone.conf unless --deployment names another file
          --cluster-mode     runs the driver on a worker instead of here; its log is in the folder
        notebooks, shell     as deploy/holdfast notebooks and shell, on the cluster's tables
        down                 ends all of it and deletes its folder, tables included
      """;
}
