package org.panamarc.internal.readahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Rounds;

@ClassTemplate
@Timeout(60)
class ReadAheadTest {
    @RegisterExtension static final Rounds ROUNDS = new Rounds();

    private static final long LONG = TimeUnit.SECONDS.toNanos(50);

    /** A number of no task. */
    private static final int NOWHERE = -1;

    private final AtomicInteger divided = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger openWorkers = new AtomicInteger();

    /** What a worker can be made to throw at. */
    enum Step {
        PREPARE,
        DIVIDE,
        WORK
    }

    /** Counts up to an end, squares the numbers, the even ones slowly, and throws at one. */
    private final class Squares implements ReadAhead.Worker<Integer, Integer> {
        private final int end;
        private final Step step;
        private final int failing;
        private final Throwable failure;
        private int number = NOWHERE;

        Squares(int end, Step step, int failing, Throwable failure) {
            this.end = end;
            this.step = step;
            this.failing = failing;
            this.failure = failure;
            openWorkers.incrementAndGet();
        }

        private void failAt(Step here, long part) {
            if (here == step && part == failing) {
                throwAny(failure);
            }
        }

        @Override
        public void prepare(long part) {
            failAt(Step.PREPARE, part);
        }

        @Override
        public @Nullable Integer divide(Integer part) {
            assertEquals(1, inside.incrementAndGet(), "one thread divides at a time");
            assertEquals(divided.getAndIncrement(), part);
            number = part;
            inside.decrementAndGet();
            failAt(Step.DIVIDE, part);
            return part + 1 < end ? part + 1 : null;
        }

        @Override
        public Integer work() {
            failAt(Step.WORK, number);
            for (int i = 0; number % 2 == 0 && i < 1000; i++) {
                Thread.onSpinWait();
            }
            return number * number;
        }

        @Override
        public void close() {
            openWorkers.decrementAndGet();
        }
    }

    /** Throws what need not be declared here. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAny(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private ReadAhead<Integer, Integer> squares(int threads, int capacity, int end) {
        return new ReadAhead<>("squares", threads, capacity, 0, () -> squares(end));
    }

    private Squares squares(int end) {
        return new Squares(end, Step.WORK, NOWHERE, new AssertionError());
    }

    private static @Nullable Integer next(ReadAhead<Integer, Integer> ahead) throws IOException {
        assertTrue(ahead.await(LONG));
        return ahead.take();
    }

    private void allEnd(ReadAhead<Integer, Integer> ahead) throws InterruptedException {
        while (ahead.alive() > 0) {
            Thread.sleep(1);
        }
        assertEquals(0, openWorkers.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void resultsComeInOrderAndTheEndForEver(int threads) throws Exception {
        for (int capacity : new int[] {1, 2, 7, 100}) {
            divided.set(0);
            ReadAhead<Integer, Integer> ahead = squares(threads, capacity, 1000);
            for (int i = 0; i < 1000; i++) {
                assertEquals(i * i, next(ahead));
            }
            assertNull(next(ahead));
            assertNull(next(ahead));
            allEnd(ahead); // without being closed
        }
    }

    @Test
    void aConsumerWhoTakesNothingStopsEverybody() throws Exception {
        ReadAhead<Integer, Integer> ahead = squares(3, 5, Integer.MAX_VALUE);
        while (divided.get() < 5) {
            Thread.sleep(1);
        }
        Thread.sleep(20); // what must not happen would happen now
        assertEquals(5, divided.get());
        assertEquals(0, next(ahead));
        while (divided.get() < 6) {
            Thread.sleep(1);
        }
        Thread.sleep(20);
        assertEquals(6, divided.get());
        ahead.close();
        allEnd(ahead);
    }

    static Stream<Arguments> failures() {
        List<Throwable> failures =
                List.of(
                        new IOException("gone"),
                        new IllegalStateException("wrong"),
                        new OutOfMemoryError("none left"),
                        new InternalError("a fault in memory"));
        return Stream.of(Step.values())
                .flatMap(step -> failures.stream().map(failure -> Arguments.of(step, failure)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatIsThrownComesInItsPlaceAndEndsEveryThread(Step step, Throwable failure)
            throws Exception {
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        3,
                        5,
                        0,
                        () -> new Squares(Integer.MAX_VALUE, step, 20, failure));
        thrownBehind20(ahead, failure);
    }

    private void thrownBehind20(ReadAhead<Integer, Integer> ahead, Throwable failure)
            throws Exception {
        List<Integer> taken = new ArrayList<>();
        Throwable thrown =
                assertThrows(
                        failure.getClass(),
                        () -> {
                            while (true) {
                                taken.add(next(ahead));
                            }
                        });
        assertSame(failure, thrown);
        assertEquals(IntStream.range(0, 20).mapToObj(i -> i * i).toList(), taken);
        allEnd(ahead);
    }

    @Test
    void aWorkerThatCannotBeMadeIsReportedAndEndsEveryThread() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        3,
                        5,
                        0,
                        () -> {
                            if (made.incrementAndGet() == 2) {
                                throw new OutOfMemoryError("no window");
                            }
                            return squares(Integer.MAX_VALUE);
                        });
        Error thrown =
                assertThrows(
                        OutOfMemoryError.class,
                        () -> {
                            while (true) {
                                next(ahead);
                            }
                        });
        assertEquals("no window", thrown.getMessage());
        allEnd(ahead);
    }

    @Test
    void closingEndsEveryThreadAndWakesWhoWaits() throws Exception {
        CountDownLatch neverOpened = new CountDownLatch(1);
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        2,
                        5,
                        0,
                        () ->
                                new ReadAhead.Worker<Integer, Integer>() {
                                    @Override
                                    public void prepare(long part) {}

                                    @Override
                                    public Integer divide(Integer part) {
                                        return part + 1;
                                    }

                                    @Override
                                    public Integer work() {
                                        try {
                                            neverOpened.await();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                        return 0;
                                    }

                                    @Override
                                    public void close() {}
                                });
        assertFalse(ahead.await(1));
        Thread closing =
                Thread.ofPlatform()
                        .start(() -> {
                            ahead.close();
                            ahead.close();
                        });
        assertTrue(ahead.await(LONG));
        assertNull(ahead.take());
        closing.join();
        neverOpened.countDown();
        allEnd(ahead);
    }

    @Test
    void anInterruptEndsTheWaitingAlone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        1,
                        5,
                        0,
                        () -> {
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return squares(1);
                        });
        Thread.currentThread().interrupt();
        InterruptedIOException thrown =
                assertThrows(InterruptedIOException.class, () -> ahead.await(LONG));
        assertEquals("interrupted while it waited for a batch", thrown.getMessage());
        assertTrue(Thread.interrupted());
        go.countDown();
        assertEquals(0, next(ahead));
        assertNull(next(ahead));
        allEnd(ahead);
    }
}
