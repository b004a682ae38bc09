package org.panamarc.internal.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.LockObtainFailedException;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexException.Kind;

/** What is said where Lucene throws. */
final class IndexErrors {
    private static final Pattern SEGMENT = Pattern.compile("_[0-9a-z]+(?=[._\"]|$)");

    private IndexErrors() {}

    /** There is no index in a folder. */
    static IndexException missing(String name, Path folder) {
        return new IndexException(
                Kind.MISSING,
                "%s has no index in %s: build it first (panamarc index, panamarc.build_index, MarcIndex.build)"
                        .formatted(name, folder));
    }

    /** What was thrown while an index was read. */
    static IOException whileLoading(String name, Path folder, Throwable thrown) {
        return switch (thrown) {
            case IndexException e -> e;
            case IndexNotFoundException e -> missing(name, folder);
            case IndexFormatTooNewException e ->
                    new IndexException(
                            Kind.NEWER,
                            name + ": a newer version of panamarc wrote its index: rebuild it",
                            e);
            case IndexFormatTooOldException e ->
                    new IndexException(
                            Kind.STALE, name + ": its index is too old to be read: rebuild it", e);
            case AccessDeniedException e -> e;
            default -> damaged(name, folder, thrown);
        };
    }

    private static IndexException damaged(String name, Path folder, Throwable thrown) {
        String what =
                switch (thrown) {
                    case NoSuchFileException e -> "a file is missing: " + e.getMessage();
                    case FileNotFoundException e -> "a file is missing: " + e.getMessage();
                    default -> String.valueOf(thrown.getMessage());
                };
        Matcher segment = SEGMENT.matcher(what);
        return new IndexException(
                Kind.DAMAGED,
                "%s: its index in %s is damaged%s: %s; rebuild it"
                        .formatted(
                                name,
                                folder,
                                segment.find() ? ", in segment " + segment.group() : "",
                                what),
                thrown);
    }

    /** What was thrown while an index was written. */
    static IOException whileWriting(String name, Path folder, Throwable thrown) {
        return switch (thrown) {
            case IndexException e -> e;
            case LockObtainFailedException e ->
                    new IndexException(
                            Kind.IN_USE,
                            "%s: its index in %s is being written by another process or thread"
                                    .formatted(name, folder),
                            e);
            case AccessDeniedException e -> cannotWrite(folder, e);
            case ReadOnlyFileSystemException e -> cannotWrite(folder, e);
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(thrown);
        };
    }

    private static IOException cannotWrite(Path folder, Exception thrown) {
        AccessDeniedException denied =
                new AccessDeniedException(
                        folder.toString(),
                        null,
                        "the index cannot be written there; another folder can be given for it");
        denied.initCause(thrown);
        return denied;
    }
}
