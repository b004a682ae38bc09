package org.panamarc.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.MarcFile;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;
import org.panamarc.python.PythonMemory;
import org.panamarc.python.PythonOptions;
import org.panamarc.python.PythonReader;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.Rounds;

/** Readers closed while another thread reads: it gets its batch, or an exception; nobody waits. */
@ClassTemplate
@Timeout(60)
class ClosedWhileReadingTest {
    @RegisterExtension static final Rounds ROUNDS = new Rounds();

    private static final int RECORDS = 5000;
    private static final byte[] FILE =
            Bytes.concat(
                    IntStream.rangeClosed(1, RECORDS)
                            .mapToObj(RecordBuilder::numbered)
                            .toArray(byte[][]::new));
    private static final ReadOptions OPTIONS = ReadOptions.DEFAULT.withWindowBytes(16 * 1024);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random = new Random(25);
    @TempDir Path folder;

    @AfterEach
    void allThreadsEnd() throws InterruptedException {
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }

    /** Opens an input, by what it is. */
    private MarcReader open(String kind) throws IOException {
        return switch (kind) {
            case "file", "gzip file" -> MarcReader.open(path(kind), OPTIONS);
            case "bytes" -> MarcReader.of(FILE, OPTIONS);
            default -> MarcReader.of(new ByteArrayInputStream(FILE), "name", OPTIONS);
        };
    }

    private Path path(String kind) throws IOException {
        Path path = folder.resolve(kind);
        if (!Files.exists(path)) {
            Files.write(path, kind.equals("file") ? FILE : packed());
        }
        return path;
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(FILE);
        }
        return packed.toByteArray();
    }

    /** Waits for up to a tenth of a millisecond, so that closing meets reading anywhere. */
    private void spin() {
        long until = System.nanoTime() + random.nextInt(100_000);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /**
     * Reads to the end, or until an exception says that the reader is closed; checks every record.
     */
    private static String readAll(MarcReader reader) throws IOException {
        int number = 0;
        try {
            while (true) {
                RecordBatch batch = reader.readBatch(50);
                if (batch.isEmpty()) {
                    assertEquals(RECORDS, number);
                    return "end";
                }
                for (MarcRecord record : batch) {
                    assertEquals("test%05d".formatted(++number), record.value("001"));
                }
            }
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "gzip file", "bytes", "stream"})
    void aReaderClosedByAnotherThread(String kind) throws Exception {
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            MarcReader reader = open(kind);
            Future<String> result = threads.submit(() -> readAll(reader));
            spin();
            reader.close();
            String said = result.get(20, TimeUnit.SECONDS);
            if (!said.equals("end")) {
                assertEquals(reader.source() + ": the reader is closed", said);
                refused++;
            }
            assertThrows(IllegalStateException.class, reader::readBatch);
        }
        assertTrue(refused > 100, refused + " of 300 found the reader closed");
    }

    @Test
    void aFileClosedByAnotherThreadWhileSeveralReadIt() throws Exception {
        for (int i = 0; i < 100; i++) {
            MarcFile file = MarcFile.open(path("file"), OPTIONS);
            List<Future<String>> results = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                MarcReader reader = file.reader();
                results.add(threads.submit(() -> readAll(reader)));
            }
            spin();
            file.close();
            for (Future<String> result : results) {
                String said = result.get(20, TimeUnit.SECONDS);
                assertTrue(
                        said.equals("end") || said.equals(file.path() + ": the reader is closed"),
                        said);
            }
        }
    }

    @Test
    void boundariesOfAReaderClosedByAnotherThread() throws Exception {
        for (int i = 0; i < 200; i++) {
            MarcReader reader = open("file");
            Future<Integer> result = threads.submit(() -> reader.scanBoundaries().size());
            spin();
            reader.close();
            try {
                assertEquals(RECORDS, result.get(20, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                assertEquals(
                        "java.lang.IllegalStateException: %s: the reader is closed"
                                .formatted(reader.source()),
                        e.getMessage());
            }
        }
    }

    /** Letters for ever. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 'x');
            return length;
        }

        @Override
        public int available() {
            return Integer.MAX_VALUE;
        }
    }

    @Test
    void aStretchWithoutRecordsHoldsUpNeitherTheAccountNorTheClosing() throws Exception {
        MarcReader reader = MarcReader.of(new Endless(), "name", OPTIONS);
        Future<String> result = threads.submit(() -> readFrom(reader));
        while (reader.bytesRead() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(1, reader.skipped().size());
        reader.close();
        assertEquals("name: the reader is closed", result.get(20, TimeUnit.SECONDS));
    }

    private static String readFrom(MarcReader reader) throws IOException {
        try {
            while (!reader.readBatch().isEmpty()) {}
            return "end";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A stream that says when it is read. */
    private static final class Watched extends FilterInputStream {
        private volatile CountDownLatch reads = new CountDownLatch(1);

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            reads.countDown();
            return super.read(target, from, length);
        }
    }

    /** A reader of a stream that has given a record, and a thread that waits for more of it. */
    private Future<String> waiting(MarcReader reader, Watched stream) throws Exception {
        assertFalse(reader.readBatch(1).isEmpty());
        stream.reads = new CountDownLatch(1);
        Future<String> result = threads.submit(() -> readFrom(reader));
        assertTrue(stream.reads.await(20, TimeUnit.SECONDS));
        assertFalse(result.isDone(), "nothing was waited for");
        return result;
    }

    @Test
    void aReadThatWaitsForBytesEndsWhereClosingTheStreamEndsIt() throws Exception {
        Pipe pipe = Pipe.open();
        try (var sink = pipe.sink()) {
            sink.write(ByteBuffer.wrap(FILE, 0, 1000));
            Watched stream = new Watched(Channels.newInputStream(pipe.source()));
            MarcReader reader = MarcReader.of(stream, "name", OPTIONS);
            Future<String> result = waiting(reader, stream);
            reader.close();
            assertEquals("name: the reader is closed", result.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aReadThatNothingEndsDoesNotHoldUpTheClosing() throws Exception {
        PipedOutputStream end = new PipedOutputStream();
        Watched stream = new Watched(new PipedInputStream(end));
        end.write(FILE, 0, 1000);
        MarcReader reader = MarcReader.of(stream, "name", OPTIONS);
        Future<String> result = waiting(reader, stream);
        reader.close();
        assertFalse(result.isDone());
        end.close();
        assertEquals("name: the reader is closed", result.get(20, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, reader::readBatch);
    }

    private PythonReader openForPython(String kind) throws IOException {
        PythonOptions options =
                new PythonOptions("recover", false, "record", null, null, "none", false, 1, "", "");
        return switch (kind) {
            case "file" -> PythonReader.file(path("file").toString(), "name", options, 1);
            case "memory" -> {
                PythonMemory memory = new PythonMemory(FILE.length);
                memory.part(0).put(FILE);
                yield PythonReader.memory(memory, "name", options, 1);
            }
            default -> PythonReader.chunks("name", options, 1);
        };
    }

    /** Reads as the binding does, chunks supplied where they are asked for. */
    private static String readAllForPython(PythonReader reader) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
        int at = 0;
        try {
            for (int call = 1; true; call++) {
                long status = reader.fill(target, call, 50, 1 << 20);
                if (status == PythonReader.END) {
                    return "end";
                }
                if (status == PythonReader.NEED_INPUT) {
                    int size = Math.min(10_000, FILE.length - at);
                    reader.chunk().put(0, FILE, at, size);
                    reader.supply(size, call);
                    at += size;
                }
            }
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory", "chunks"})
    void aReaderOfPythonClosedByAnotherThread(String kind) throws Exception {
        for (int i = 0; i < 300; i++) {
            PythonReader reader = openForPython(kind);
            Future<String> result = threads.submit(() -> readAllForPython(reader));
            spin();
            reader.close();
            String said = result.get(20, TimeUnit.SECONDS);
            assertTrue(said.equals("end") || said.equals("name: the reader is closed"), said);
        }
    }
}
