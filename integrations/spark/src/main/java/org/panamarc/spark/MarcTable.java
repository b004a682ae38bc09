package org.panamarc.spark;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Files of records as a table. Immutable. */
final class MarcTable implements Table, SupportsRead {
    private static final String CORRUPT_RECORD = "spark.sql.columnNameOfCorruptRecord";

    private final StructType schema;
    private final Map<String, String> options;

    /**
     * A table, checked when it is read.
     *
     * @param schema some of the columns that the options describe, in any order
     */
    MarcTable(StructType schema, Map<String, String> options) {
        this.schema = schema;
        this.options = options;
    }

    /**
     * Options that describe all columns of a schema.
     *
     * @param schema may have a column of corrupt records, as Spark's setting calls it
     * @throws IllegalArgumentException if an option cannot be read, a column is another one than
     *     the options describe, or of another type
     */
    static MarcOptions check(StructType schema, Map<String, String> given) {
        MarcOptions options = withCorruptRecord(schema, MarcOptions.of(given));
        StructType described = SparkTypes.struct(options.fields());
        for (StructField field : schema.fields()) {
            check(field, described);
        }
        return options;
    }

    /** Options that describe a column of corrupt records, too, where a schema has one. */
    static MarcOptions withCorruptRecord(StructType schema, MarcOptions options) {
        TableColumns table = options.table();
        if (table.set() != null) {
            return options;
        }
        String name = SparkSession.active().conf().get(CORRUPT_RECORD);
        boolean asked = Arrays.asList(schema.fieldNames()).contains(name);
        return asked && !table.columns().containsKey(name)
                ? options.withCorruptRecord(name)
                : options;
    }

    private static void check(StructField field, StructType described) {
        if (!Arrays.asList(described.fieldNames()).contains(field.name())) {
            throw new IllegalArgumentException(
                    "the schema has a column %s, which the option columns does not describe; expected some of %s"
                            .formatted(field.name(), Arrays.toString(described.fieldNames())));
        }
        // Without what may be null: Spark lets everything be null in a schema of the user's.
        String type = described.apply(field.name()).dataType().catalogString();
        if (!field.dataType().catalogString().equals(type)) {
            throw new IllegalArgumentException(
                    "the schema has the column %s as %s; its option gives %s"
                            .formatted(field.name(), field.dataType().catalogString(), type));
        }
    }

    @Override
    public String name() {
        return "marc " + FileOptions.of(new CaseInsensitiveStringMap(options)).paths();
    }

    /** The columns, for which Spark asks when a table is read, not when one is written. */
    @Override
    public Column[] columns() {
        check(schema, options);
        return Arrays.stream(schema.fields())
                .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
                .toArray(Column[]::new);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap read) {
        return new MarcScanBuilder(schema, check(schema, options));
    }
}
