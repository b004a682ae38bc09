package org.panamarc.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.network.util.JavaUtils;
import org.jspecify.annotations.Nullable;

/**
 * Which files are read, as options say. Immutable.
 *
 * @param paths files, folders and patterns
 * @param nameFilter a pattern that files' names have to match; null for all
 * @param recursive whether folders are read with all folders in them
 * @param maxPartitionBytes bytes of files that a task reads; null for Spark's own setting
 */
record FileOptions(
        List<String> paths,
        @Nullable String nameFilter,
        boolean recursive,
        @Nullable Long maxPartitionBytes) {
    /**
     * Reads options.
     *
     * @param options by name, whose case does not matter
     * @throws IllegalArgumentException if one cannot be read
     */
    static FileOptions of(Map<String, String> options) {
        List<String> paths = new ArrayList<>();
        String path = options.get("path");
        if (path != null) {
            paths.add(path);
        }
        String several = options.get("paths"); // as Spark gives them
        if (several != null) {
            JsonNode node = OptionJson.read("paths", several);
            paths.addAll(node.isEmpty() ? List.of() : OptionJson.texts("paths", node));
        }
        return new FileOptions(
                List.copyOf(paths),
                options.get("pathGlobFilter"),
                MarcOptions.flag(options, "recursiveFileLookup"),
                bytes(options));
    }

    private static @Nullable Long bytes(Map<String, String> options) {
        String value = options.get("maxPartitionBytes");
        try {
            long bytes = value == null ? 1 : JavaUtils.byteStringAsBytes(value);
            if (bytes > 0) {
                return value == null ? null : bytes;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw MarcOptions.unexpected(
                "maxPartitionBytes", String.valueOf(value), "a size above 0 such as 64m");
    }
}
