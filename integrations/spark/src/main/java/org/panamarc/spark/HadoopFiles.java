package org.panamarc.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.panamarc.Split;

/**
 * The file systems of Hadoop with the settings of a session, on the driver and on executors, to
 * which the settings go once. Immutable.
 */
record HadoopFiles(Broadcast<SerializableConfiguration> settings) implements Serializable {
    /** Those of the session that is active. */
    static HadoopFiles ofSession() {
        SerializableConfiguration settings = new SerializableConfiguration(configuration());
        return new HadoopFiles(
                JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
                        .broadcast(settings));
    }

    /** Hadoop's settings of the session that is active. */
    static Configuration configuration() {
        return SparkSession.active().sparkContext().hadoopConfiguration();
    }

    /**
     * A stream of a file's bytes.
     *
     * @param address of the file
     * @throws IOException if it cannot be opened
     */
    InputStream open(String address) throws IOException {
        return open(address, settings.value().value());
    }

    /**
     * A stream of a file's bytes from the start of a range.
     *
     * @throws IOException if it cannot be opened, or has another size than when it was split
     */
    InputStream open(Split split) throws IOException {
        return open(split, settings.value().value());
    }

    /** The same with settings at hand. */
    static InputStream open(Split split, Configuration configuration) throws IOException {
        Path path = new Path(split.path());
        FileSystem system = path.getFileSystem(configuration);
        FileStatus status = system.getFileStatus(path);
        if (status.getLen() != split.fileSize()) {
            throw new IOException(
                    "%s: the file has %d bytes, and had %d when it was split"
                            .formatted(split.path(), status.getLen(), split.fileSize()));
        }
        FSDataInputStream stream =
                FutureIO.awaitFuture(system.openFile(path).withFileStatus(status).build());
        stream.seek(split.start());
        return stream;
    }

    /** A stream of a whole file, with settings at hand. */
    static InputStream open(String address, Configuration configuration) throws IOException {
        Path path = new Path(address);
        FileSystem system = path.getFileSystem(configuration);
        return system.open(path);
    }
}
