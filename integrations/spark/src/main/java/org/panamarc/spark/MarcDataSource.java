package org.panamarc.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.execution.streaming.runtime.FileStreamSource;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.StreamSourceProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The data source {@code marc}: files of MARC records as tables, with the columns of {@code
 * panamarc.scan}. Spark makes it by its name; {@code docs/spark.md} has the options.
 */
public final class MarcDataSource
        implements TableProvider,
                DataSourceRegister,
                CreatableRelationProvider,
                StreamSourceProvider {
    /** Called by Spark. */
    public MarcDataSource() {}

    @Override
    public String shortName() {
        return "marc";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return SparkTypes.struct(MarcOptions.of(options.asCaseSensitiveMap()).fields());
    }

    /** The table that options describe. Spark asks for one before it writes, too. */
    @Override
    public Table getTable(
            StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new MarcTable(schema, properties);
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    /**
     * Writes a table. Spark's newer interface for it knows no folder that must not be there yet,
     * which is what {@code save} means where nothing is said.
     *
     * @throws IllegalArgumentException if an option or a column is not as expected
     */
    @Override
    public BaseRelation createRelation(
            SQLContext context,
            SaveMode mode,
            scala.collection.immutable.Map<String, String> options,
            Dataset<Row> rows) {
        try {
            new Saving(rows, CollectionConverters.asJava(options)).run(mode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Saved(context, rows.schema());
    }

    @Override
    public Tuple2<String, StructType> sourceSchema(
            SQLContext context,
            Option<StructType> schema,
            String provider,
            scala.collection.immutable.Map<String, String> options) {
        Map<String, String> given = CollectionConverters.asJava(options);
        folder(given); // throws what is wrong
        return new Tuple2<>(shortName(), schema(schema, given));
    }

    /** A folder as a stream, whose files Spark finds and remembers as those of its own sources. */
    @Override
    public Source createSource(
            SQLContext context,
            String checkpoint,
            Option<StructType> schema,
            String provider,
            scala.collection.immutable.Map<String, String> options) {
        Map<String, String> given = CollectionConverters.asJava(options);
        return new FileStreamSource(
                (org.apache.spark.sql.classic.SparkSession) context.sparkSession(),
                folder(given),
                MarcFileFormat.class.getName(),
                schema(schema, given),
                CollectionConverters.asScala(List.<String>of()).toSeq(),
                checkpoint,
                options);
    }

    private static String folder(Map<String, String> options) {
        List<String> paths = MarcOptions.of(options).files().paths();
        if (paths.size() != 1) {
            throw new IllegalArgumentException(
                    "a stream reads one folder or pattern; found %s".formatted(paths));
        }
        return paths.getFirst();
    }

    private static StructType schema(Option<StructType> wanted, Map<String, String> options) {
        if (wanted.isEmpty()) {
            return SparkTypes.struct(MarcOptions.of(options).fields());
        }
        MarcTable.check(wanted.get(), options);
        return wanted.get();
    }

    /** What was written. */
    private static final class Saved extends BaseRelation {
        private final SQLContext context;
        private final StructType schema;

        Saved(SQLContext context, StructType schema) {
            this.context = context;
            this.schema = schema;
        }

        @Override
        public SQLContext sqlContext() {
            return context;
        }

        @Override
        public StructType schema() {
            return schema;
        }
    }
}
