package org.panamarc.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/**
 * JMH's own command, which is asked for every scanner that this machine runs unless some are named:
 * JMH wants such a list before it runs, and it differs between machines.
 */
public final class RunBenchmarks {
    private RunBenchmarks() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = new ArrayList<>(Arrays.asList(args));
        if (arguments.stream().noneMatch(one -> one.contains("scanner="))) {
            arguments.add("-p");
            arguments.add("scanner=" + String.join(",", ScannerNames.all()));
        }
        Main.main(arguments.toArray(String[]::new));
    }
}
