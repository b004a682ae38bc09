package org.panamarc.python;

import java.util.stream.Collectors;
import org.panamarc.Panamarc;
import org.panamarc.internal.kernel.Scanners;

/** What the Java side is and runs on. */
public final class PythonInfo {
    private PythonInfo() {}

    /** {@link Panamarc#describe} as lines of {@code key=value}. */
    public static String describe() {
        return Panamarc.describe().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Why nothing can be read, in one sentence: see {@link Panamarc}; empty where all is well. */
    public static String refusal() {
        return Scanners.refusal();
    }
}
