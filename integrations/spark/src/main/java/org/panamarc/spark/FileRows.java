package org.panamarc.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.AbstractIterator;
import scala.runtime.AbstractFunction1;

/** Gives the rows of a file, one by one. Immutable. */
final class FileRows
        extends AbstractFunction1<PartitionedFile, scala.collection.Iterator<InternalRow>>
        implements Serializable {
    private static final long serialVersionUID = 1;

    private final MarcReaderFactory factory;

    FileRows(MarcReaderFactory factory) {
        this.factory = factory;
    }

    @Override
    public scala.collection.Iterator<InternalRow> apply(PartitionedFile file) {
        InputFiles.Listed listed =
                InputFiles.listed(file.toPath(), file.fileSize(), file.modificationTime());
        FilePart whole = new FilePart(listed.path(), listed.local(), null, 1, listed.bytes());
        return new Rows(new MarcPartitionReader(factory, new MarcPartition(List.of(whole))));
    }

    /** Rows of batches; each is valid until the next one is asked for. */
    private static final class Rows extends AbstractIterator<InternalRow> {
        private final MarcPartitionReader reader;
        private Iterator<InternalRow> batch = Collections.emptyIterator();

        Rows(MarcPartitionReader reader) {
            this.reader = reader;
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
        }

        @Override
        public boolean hasNext() {
            try {
                while (!batch.hasNext() && reader.next()) {
                    batch = reader.get().rowIterator();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!batch.hasNext()) {
                close();
            }
            return batch.hasNext();
        }

        @Override
        public InternalRow next() {
            return batch.next();
        }

        private void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
