package org.panamarc.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.Split;

/**
 * Divides files among tasks: large ones into ranges, small ones several to a task, all in their
 * order.
 *
 * <p>Only framing from a file's start proves where each record of it begins, whatever is wrong with
 * it. So a file that is divided is framed here, once; and each file is, if records are numbered.
 */
final class PartitionPlan {
    private static final String MOST_BYTES = "spark.sql.files.maxPartitionBytes";
    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";

    private final ReadOptions options;
    private final boolean numbered;
    private final @Nullable Long mostBytes;
    private long nextNumber = 1;

    /**
     * A plan.
     *
     * @param numbered whether the records of all files are numbered as one sequence
     */
    PartitionPlan(MarcOptions options, boolean numbered) {
        this.options = options.settings().options();
        this.mostBytes = options.files().maxPartitionBytes();
        this.numbered = numbered;
    }

    /**
     * What the tasks read.
     *
     * @throws IOException if a file that has to be framed cannot be read
     */
    List<MarcPartition> partitions(List<InputFiles.Listed> files) throws IOException {
        SparkSession session = SparkSession.active();
        long cost = bytes(session, OPEN_COST);
        long most = mostBytes == null ? perTask(session, files, cost) : mostBytes;
        List<MarcPartition> partitions = new ArrayList<>();
        List<FilePart> parts = new ArrayList<>();
        long filled = 0;
        List<FileFramer.Framed> framed =
                new FileFramer(options, numbered, most, HadoopFiles.configuration()).framed(files);
        for (int i = 0; i < files.size(); i++) {
            for (FilePart part : parts(files.get(i), framed.get(i))) {
                if (!parts.isEmpty() && filled + part.bytes() > most) {
                    partitions.add(new MarcPartition(parts));
                    parts.clear();
                    filled = 0;
                }
                parts.add(part);
                filled += part.bytes() + cost;
            }
        }
        if (!parts.isEmpty()) {
            partitions.add(new MarcPartition(parts));
        }
        return partitions;
    }

    private static long bytes(SparkSession session, String name) {
        return org.apache.spark.network.util.JavaUtils.byteStringAsBytes(session.conf().get(name));
    }

    /** As Spark's own sources have it: not more than the setting, and work for all cores. */
    private static long perTask(SparkSession session, List<InputFiles.Listed> files, long cost) {
        long all = files.stream().mapToLong(file -> file.bytes() + cost).sum();
        long share = all / session.sparkContext().defaultParallelism();
        return Math.min(bytes(session, MOST_BYTES), Math.max(cost, share));
    }

    private List<FilePart> parts(InputFiles.Listed file, FileFramer.Framed framed) {
        long first = nextNumber;
        nextNumber += framed.records();
        if (framed.splits().isEmpty()) {
            return List.of(new FilePart(file.path(), file.local(), null, first, file.bytes()));
        }
        return framed.splits().stream()
                .filter(split -> split.end() > split.start())
                .map(split -> part(file, numberedFrom(first, split)))
                .toList();
    }

    private static FilePart part(InputFiles.Listed file, Split split) {
        return new FilePart(
                file.path(), file.local(), split, split.firstNumber(), split.end() - split.start());
    }

    private static Split numberedFrom(long first, Split split) {
        return new Split(
                split.path(),
                split.start(),
                split.end(),
                first - 1 + split.firstNumber(),
                split.fileSize());
    }
}
