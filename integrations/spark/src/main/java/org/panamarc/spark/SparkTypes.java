package org.panamarc.spark;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.panamarc.columns.ColumnField;

/** What Spark calls the types of columns. */
final class SparkTypes {
    private SparkTypes() {}

    /** The schema of a table. */
    static StructType struct(List<ColumnField> fields) {
        return new StructType(fields.stream().map(SparkTypes::field).toArray(StructField[]::new));
    }

    private static StructField field(ColumnField field) {
        return new StructField(field.name(), type(field), field.nullable(), Metadata.empty());
    }

    /** The type of a column, or of what is inside one. */
    static DataType type(ColumnField field) {
        return switch (field.type()) {
            case INT32 -> DataTypes.IntegerType;
            case INT64 -> DataTypes.LongType;
            case BOOL -> DataTypes.BooleanType;
            case DATE32 -> DataTypes.DateType;
            case UTF8, DICTIONARY -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
            case LIST -> {
                ColumnField item = field.children().getFirst();
                yield DataTypes.createArrayType(type(item), item.nullable());
            }
            case STRUCT -> struct(field.children());
        };
    }
}
