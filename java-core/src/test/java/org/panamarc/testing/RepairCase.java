package org.panamarc.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.Span;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** A golden repair case; {@code spec/cases/README.md} defines what is in one. */
public final class RepairCase {
    private static final Pattern REPEATED = Pattern.compile("\\{(\\d+) (.)}");
    private static final String SHARED = "shared.yaml";
    private static final Map<?, ?> GOOD =
            map(map(load(SpecFolder.file("cases/" + SHARED))), "records");

    /** What an input is divided into. */
    public sealed interface Part {
        /** Where it is in the input. */
        Span span();
    }

    /**
     * A record.
     *
     * @param number counted from 1
     * @param fields a line for each, as {@link Dump} has them
     */
    public record Whole(
            Span span, long number, String leader, List<String> fields, List<Defect> defects)
            implements Part {}

    /**
     * A skipped range.
     *
     * @param message what is raised there, or empty
     */
    public record Skipped(Span span, String reason, String message) implements Part {}

    private final String group;
    private final Map<?, ?> given;
    private final Path path;
    private final byte[] content;

    private RepairCase(String group, Map<?, ?> given) throws IOException {
        this.group = group;
        this.given = given;
        Path plain = SpecFolder.file("cases/%s/%s.mrc".formatted(group, given.get("name")));
        boolean compressed = !Files.exists(plain);
        this.path = compressed ? plain.resolveSibling(plain.getFileName() + ".gz") : plain;
        byte[] stored = Files.readAllBytes(path);
        this.content =
                compressed
                        ? new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes()
                        : stored;
    }

    /** All cases. */
    public static Stream<RepairCase> all() throws IOException {
        List<RepairCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(SpecFolder.file("cases"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".yaml") && !name.equals(SHARED)) {
                    for (Object given : (List<?>) load(file)) {
                        cases.add(new RepairCase(name.replace(".yaml", ""), map(given)));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static Object load(Path file) {
        try {
            LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static Map<?, ?> map(Map<?, ?> from, String key) {
        return from.get(key) instanceof Map<?, ?> found ? found : Map.of();
    }

    private static List<?> list(Map<?, ?> from, String key, List<?> otherwise) {
        return from.get(key) instanceof List<?> found ? found : otherwise;
    }

    /** The input's file, which may be compressed. */
    public Path path() {
        return path;
    }

    /** The input, decompressed; a copy. */
    public byte[] content() {
        return content.clone();
    }

    /** Whether the rule for a cut at each byte is to be checked, too. */
    public boolean isCut() {
        return given.containsKey("cut");
    }

    /** The events of an error policy, where the case spells them out. */
    public @Nullable List<String> explicit(String policy) {
        return given.containsKey(policy) ? strings(list(given, policy, List.of())) : null;
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** What the input is divided into, in order. */
    public List<Part> parts() {
        List<Item> items =
                list(given, "order", List.of("A", "X", "B")).stream().map(Item::of).toList();
        long rest = content.length;
        for (Item item : items) {
            rest -= Math.max(item.length(), 0);
        }
        List<Part> parts = new ArrayList<>();
        long start = 0;
        long number = 1;
        for (Item item : items) {
            Span span = new Span(start, item.length() < 0 ? rest : item.length());
            parts.add(
                    item.reason().isEmpty()
                            ? whole(item.what(), span, number++)
                            : new Skipped(span, item.reason(), item.what()));
            start = span.end();
        }
        if (start != content.length) {
            throw new AssertionError(this + ": the order is not the input");
        }
        return parts;
    }

    /**
     * An item of an order.
     *
     * @param length -1 where it is the rest
     * @param reason empty for a record
     * @param what the record's name, or the message of a skipped range
     */
    private record Item(long length, String reason, String what) {
        static Item of(Object given) {
            if (given instanceof Map<?, ?> pair) {
                Map.Entry<?, ?> only = pair.entrySet().iterator().next();
                return of(only.getKey().toString(), only.getValue().toString());
            }
            return of(given.toString(), "");
        }

        private static Item of(String key, String message) {
            String[] words = key.split(" ", 2);
            if (Character.isDigit(key.charAt(0))) {
                return new Item(Long.parseLong(words[0]), words[1], message);
            }
            if (words.length == 2) {
                return new Item(Long.parseLong(words[1]), "", words[0]);
            }
            Object size = key.equals("X") ? null : map(GOOD, key).get("bytes");
            return new Item(size == null ? -1 : Long.parseLong(size.toString()), "", key);
        }
    }

    private Whole whole(String name, Span span, long number) {
        Map<?, ?> about = name.equals("X") ? given : map(given, name);
        Object fields = about.get("fields");
        String good = fields instanceof String other ? other : name;
        List<String> goodLines = strings(list(map(GOOD, good), "fields", List.of()));
        List<String> lines =
                fields instanceof List<?> own
                        ? own.stream().map(line -> line(line.toString(), goodLines)).toList()
                        : goodLines;
        Object leader = about.get("leader");
        String first = new String(content, (int) span.start(), 24, StandardCharsets.US_ASCII);
        List<Defect> defects = new ArrayList<>();
        for (Object defect : list(about, "defects", List.of())) {
            map(defect)
                    .forEach((key, message) ->
                            defects.add(
                                    defect(
                                            key.toString(),
                                            message.toString(),
                                            span.start(),
                                            number)));
        }
        return new Whole(span, number, leader == null ? first : leader.toString(), lines, defects);
    }

    private static String line(String given, List<String> good) {
        if (given.length() == 4) {
            return good.stream().filter(line -> line.startsWith(given)).findFirst().orElseThrow();
        }
        return REPEATED.matcher(given)
                .replaceAll(found -> found.group(2).repeat(Integer.parseInt(found.group(1))));
    }

    private static Defect defect(String key, String message, long start, long number) {
        String[] words = key.split(" ", 3);
        Defect.Kind kind =
                Stream.of(Defect.Kind.values())
                        .filter(known -> known.text().equals(words[0]))
                        .findFirst()
                        .orElseThrow();
        long offset = start + Long.parseLong(words[1]);
        return new Defect(kind, number, offset, words.length == 3 ? words[2] : null, message);
    }

    /** Kinds of defect that are of the content. */
    public static List<String> contentKinds() {
        return strings(list(map(load(SpecFolder.file("cases/" + SHARED))), "content", List.of()));
    }

    @Override
    public String toString() {
        return group + "/" + given.get("name");
    }
}
