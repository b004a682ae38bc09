package org.panamarc.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code marc}: files of MARC records as tables, with the columns of {@code
 * panamarc.scan}. Spark makes it by its name; {@code docs/spark.md} has the options.
 */
public final class MarcDataSource implements TableProvider, DataSourceRegister {
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

    /**
     * The table that options describe.
     *
     * @throws IllegalArgumentException if an option cannot be read, or a schema of the user's has a
     *     column that the options do not, or one of another type
     */
    @Override
    public Table getTable(
            StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return MarcTable.of(schema, MarcOptions.of(properties));
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }
}
