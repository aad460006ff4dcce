package dev.holdfast.training.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentMemoryTest {

  @Test
  void residentBytesAreReadFromTheStatusOfLinux() {
    String status = "VmHWM:\t  900000 kB\nVmRSS:\t  123456 kB\nRssAnon:\t 5 kB\n";

    assertThat(ResidentMemory.resident(status)).hasValue(123_456L * 1024);
    assertThat(ResidentMemory.resident("Name:\tjava\n")).isEmpty();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the memory of a process so")
  void whatIsTouchedCountsFromThenOn() {
    ResidentMemory memory = new ResidentMemory();
    long before = memory.most();

    byte[] touched = new byte[64 << 20];
    Arrays.fill(touched, (byte) 1);
    long after = memory.most();

    assertThat(touched[touched.length - 1]).isEqualTo((byte) 1);
    assertThat(before).isPositive();
    assertThat(after).isGreaterThanOrEqualTo(before);
    assertThat(memory.most()).isGreaterThanOrEqualTo(after);
  }
}
