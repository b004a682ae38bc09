package org.panamarc.spark;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Files of records in the way of Spark's own sources of files. So Spark's code does what is hard to
 * get right: the commit of tasks and jobs, and the log of the files that a stream has read. All
 * instances are equal.
 */
public final class MarcFileFormat implements FileFormat {
    /** Called by Spark. */
    public MarcFileFormat() {}

    @Override
    public Option<StructType> inferSchema(
            SparkSession session, Map<String, String> options, Seq<FileStatus> files) {
        return Option.apply(
                SparkTypes.struct(MarcOptions.of(CollectionConverters.asJava(options)).fields()));
    }

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, Map<String, String> options, StructType schema) {
        return new MarcOutputFactory(
                RecordRows.of(schema), WriteSettings.of(CollectionConverters.asJava(options)));
    }

    /** What reads each file of a stream's batch, as a whole. */
    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
            SparkSession session,
            StructType schema,
            StructType partitionSchema,
            StructType required,
            Seq<Filter> filters,
            Map<String, String> options,
            Configuration configuration) {
        MarcOptions asked =
                MarcTable.withCorruptRecord(
                        schema,
                        MarcOptions.ofChecked(
                                new CaseInsensitiveStringMap(
                                        CollectionConverters.asJava(options))));
        return new FileRows(
                new MarcReaderFactory(
                        asked.settings(),
                        asked.table(),
                        List.of(required.fieldNames()),
                        asked.where(),
                        MarcScan.NO_LIMIT,
                        HadoopFiles.ofSession()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MarcFileFormat;
    }

    @Override
    public int hashCode() {
        return MarcFileFormat.class.hashCode();
    }
}
