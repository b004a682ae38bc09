package org.panamarc.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

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

    /** The same with settings at hand. */
    static InputStream open(String address, Configuration configuration) throws IOException {
        Path path = new Path(address);
        FileSystem system = path.getFileSystem(configuration);
        return system.open(path);
    }
}
