package org.panamarc.internal.pipeline;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(50);

    /** A number of no task. */
    private static final int NOWHERE = -1;

    private final AtomicInteger divided = new AtomicInteger();
    private final AtomicInteger closedDividers = new AtomicInteger();
    private final AtomicInteger openWorkers = new AtomicInteger();

    /** Counts from 0, and throws in the place of one number. */
    private final class Numbers implements ReadAhead.Divider<Integer> {
        private final int end;
        private final int failing;
        private final Throwable failure;
        private final AtomicInteger inside = new AtomicInteger();

        Numbers(int end, int failing, Throwable failure) {
            this.end = end;
            this.failing = failing;
            this.failure = failure;
        }

        @Override
        public @Nullable Integer next() throws IOException {
            assertEquals(1, inside.incrementAndGet(), "one thread divides at a time");
            int number = divided.getAndIncrement();
            if (number == failing) {
                ReadAhead.rethrow(failure);
            }
            inside.decrementAndGet();
            return number < end ? number : null;
        }

        @Override
        public void close() {
            closedDividers.incrementAndGet();
        }
    }

    /** Squares numbers, the even ones slowly, and throws for one. */
    private final class Squares implements ReadAhead.Worker<Integer, Integer> {
        private final int failing;
        private final Throwable failure;

        Squares(int failing, Throwable failure) {
            this.failing = failing;
            this.failure = failure;
            openWorkers.incrementAndGet();
        }

        @Override
        public Integer work(Integer number) throws IOException {
            if (number == failing) {
                ReadAhead.rethrow(failure);
            }
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

    private ReadAhead<Integer, Integer> squares(int threads, int capacity, int end) {
        return new ReadAhead<>(
                "squares",
                threads,
                capacity,
                new Numbers(end, NOWHERE, new AssertionError()),
                () -> new Squares(NOWHERE, new AssertionError()));
    }

    private static @Nullable Integer next(ReadAhead<Integer, Integer> ahead) throws IOException {
        assertTrue(ahead.await(LONG));
        return ahead.take();
    }

    private void allEnd(ReadAhead<Integer, Integer> ahead) throws InterruptedException {
        while (ahead.alive() > 0 || closedDividers.get() == 0) {
            Thread.sleep(1);
        }
        assertEquals(0, openWorkers.get());
        assertEquals(1, closedDividers.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void resultsComeInOrderAndTheEndForEver(int threads) throws Exception {
        for (int capacity : new int[] {1, 2, 7, 100}) {
            divided.set(0);
            closedDividers.set(0);
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

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("gone"),
                new IllegalStateException("wrong"),
                new OutOfMemoryError("none left"),
                new InternalError("a fault in memory"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatADividerThrowsComesInItsPlaceAndEndsEveryThread(Throwable failure) throws Exception {
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        3,
                        5,
                        new Numbers(Integer.MAX_VALUE, 20, failure),
                        () -> new Squares(NOWHERE, failure));
        thrownBehind20(ahead, failure);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatAWorkerThrowsComesInItsPlaceAndEndsEveryThread(Throwable failure) throws Exception {
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        3,
                        5,
                        new Numbers(Integer.MAX_VALUE, NOWHERE, failure),
                        () -> new Squares(20, failure));
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
    void aWorkerThatCannotBeMadeIsToldAndEndsEveryThread() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ReadAhead<Integer, Integer> ahead =
                new ReadAhead<>(
                        "squares",
                        3,
                        5,
                        new Numbers(Integer.MAX_VALUE, NOWHERE, new AssertionError()),
                        () -> {
                            if (made.incrementAndGet() == 2) {
                                throw new OutOfMemoryError("no window");
                            }
                            return new Squares(NOWHERE, new AssertionError());
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
                        new Numbers(Integer.MAX_VALUE, NOWHERE, new AssertionError()),
                        () ->
                                new ReadAhead.Worker<Integer, Integer>() {
                                    @Override
                                    public Integer work(Integer number) {
                                        try {
                                            neverOpened.await();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                        return number;
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
                        new Numbers(1, NOWHERE, new AssertionError()),
                        () -> {
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return new Squares(NOWHERE, new AssertionError());
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
