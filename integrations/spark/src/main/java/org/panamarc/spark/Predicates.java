package org.panamarc.spark;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.Column;
import org.panamarc.columns.RecordCondition;

/** Spark's predicates as conditions that are tried before anything of a record is copied. */
final class Predicates {
    private static final String TAG = "tag";
    private static final int TAG_LENGTH = 3;

    private final TableColumns table;

    Predicates(TableColumns table) {
        this.table = table;
    }

    /** What is known of a predicate. */
    Bounds bounds(Predicate predicate) {
        Expression[] parts = predicate.children();
        return switch (predicate.name()) {
            case "AND" -> of(parts[0]).and(of(parts[1]));
            case "OR" -> of(parts[0]).or(of(parts[1]));
            case "NOT" -> of(parts[0]).not();
            case "IS_NOT_NULL" -> there(parts[0]);
            case "IS_NULL" -> there(parts[0]).not();
            case "IN" -> oneOf(parts);
            case "=" -> equal(parts[0], parts[1]);
            case "<>" -> equal(parts[0], parts[1]).not();
            case "<" -> less(parts[0], parts[1], 1);
            case "<=" -> less(parts[0], parts[1], 0);
            case ">" -> less(parts[1], parts[0], 1);
            case ">=" -> less(parts[1], parts[0], 0);
            case "STARTS_WITH" -> matching(parts, "^", "");
            case "ENDS_WITH" -> matching(parts, "", "\\z");
            case "CONTAINS" -> matching(parts, "", "");
            default -> Bounds.UNKNOWN;
        };
    }

    private Bounds of(Expression expression) {
        if (expression instanceof Predicate predicate) {
            return bounds(predicate);
        }
        Column column = column(expression);
        if (column == null || column.kind() != Column.Kind.EXISTS) {
            return Bounds.UNKNOWN;
        }
        RecordCondition found = new RecordCondition.ValueMatches(column, "");
        return Bounds.exactly(found, new RecordCondition.Not(found));
    }

    private Bounds oneOf(Expression[] parts) {
        return Arrays.stream(parts)
                .skip(1)
                .map(value -> equal(parts[0], value))
                .reduce(Bounds::or)
                .orElse(Bounds.UNKNOWN);
    }

    /** The column that an expression is, if its rows are records. */
    private @Nullable Column column(Expression expression) {
        String name = name(expression);
        return name == null ? null : table.columns().get(name);
    }

    private static @Nullable String name(Expression expression) {
        return expression instanceof NamedReference reference && reference.fieldNames().length == 1
                ? reference.fieldNames()[0]
                : null;
    }

    private static @Nullable Object value(Expression expression) {
        return expression instanceof Literal<?> literal ? literal.value() : null;
    }

    private Bounds equal(Expression left, Expression right) {
        if (left instanceof Literal<?>) {
            return right instanceof Literal<?> ? Bounds.UNKNOWN : equal(right, left);
        }
        Object value = value(right);
        if (value instanceof Long number) {
            return between(column(left), number, number);
        }
        if (!(value instanceof UTF8String text)) {
            return Bounds.UNKNOWN;
        }
        if (table.set() != null) {
            return tag(name(left), text.toString());
        }
        return matching(column(left), "^", text.toString(), "\\z");
    }

    /** A row is a field, and others of its record have other tags. */
    private static Bounds tag(@Nullable String name, String value) {
        boolean plain =
                value.length() == TAG_LENGTH
                        && value.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
        return plain && TAG.equals(name)
                ? new Bounds(new RecordCondition.HasTag(value), null, false)
                : Bounds.UNKNOWN;
    }

    /** One of two is less than the other by a number or more. */
    private Bounds less(Expression left, Expression right, int by) {
        if (value(right) instanceof Long number) {
            return number < Long.MIN_VALUE + by
                    ? Bounds.UNKNOWN
                    : between(column(left), Long.MIN_VALUE, number - by);
        }
        if (value(left) instanceof Long number) {
            return number > Long.MAX_VALUE - by
                    ? Bounds.UNKNOWN
                    : between(column(right), number + by, Long.MAX_VALUE);
        }
        return Bounds.UNKNOWN;
    }

    private Bounds matching(Expression[] parts, String before, String after) {
        return value(parts[1]) instanceof UTF8String text
                ? matching(column(parts[0]), before, text.toString(), after)
                : Bounds.UNKNOWN;
    }

    private static Bounds matching(
            @Nullable Column column, String before, String text, String after) {
        if (column == null || !hasText(column)) {
            return Bounds.UNKNOWN;
        }
        return inOrder(
                column, new RecordCondition.ValueMatches(column, before + quoted(text) + after));
    }

    private static Bounds between(@Nullable Column column, long from, long to) {
        return column == null || !hasNumber(column)
                ? Bounds.UNKNOWN
                : inOrder(column, new RecordCondition.ValueBetween(column, from, to));
    }

    private Bounds there(Expression expression) {
        Column column = column(expression);
        if (column == null || !(hasText(column) || hasNumber(column))) {
            return Bounds.UNKNOWN;
        }
        RecordCondition there = thereIs(column);
        return Bounds.exactly(there, new RecordCondition.Not(there));
    }

    /** Of a predicate that is null where its column is. */
    private static Bounds inOrder(Column column, RecordCondition whenTrue) {
        return Bounds.exactly(
                whenTrue,
                new RecordCondition.All(
                        List.of(thereIs(column), new RecordCondition.Not(whenTrue))));
    }

    private static RecordCondition thereIs(Column column) {
        return hasNumber(column)
                ? new RecordCondition.ValueBetween(column, Long.MIN_VALUE, Long.MAX_VALUE)
                : new RecordCondition.ValueMatches(column, "");
    }

    private static boolean hasText(Column column) {
        boolean first = column.kind() == Column.Kind.FIRST || column.kind() == Column.Kind.TITLE;
        return first && column.cast() == Column.Cast.TEXT;
    }

    private static boolean hasNumber(Column column) {
        return column.kind() == Column.Kind.FIRST && column.cast() == Column.Cast.INT;
    }

    /** A pattern that matches a text alone; of plain letters, so that the core sees them. */
    private static String quoted(String text) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    boolean special = c < 0x80 && !Character.isLetterOrDigit(c);
                    pattern.append(special ? "\\" : "").appendCodePoint(c);
                });
        return Pattern.compile(pattern.toString()).pattern();
    }
}
