package org.panamarc.internal.readahead;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work ahead of a consumer, who gets the results in order.
 *
 * <pre>
 * each thread, again and again:
 *   wait for a free place in the queue, and take it
 *   prepare: guess where its part of the work begins, and bring it near
 *   wait for its turn; the parts are divided in the order of their places
 *   divide: find where its part ends, and so where the next one begins
 *   do the part, while the next thread divides, and put the result in its place
 * consumer: take the first place of the queue, once its result is there
 * </pre>
 *
 * <p>Only dividing is one thread's at a time. A thread does its part while what it came upon is
 * still in its processor's cache, one queue bounds all that is in flight, and a slow consumer stops
 * everybody. Whatever is thrown reaches the consumer in its place, and ends the threads. They are
 * daemons, and end when this is closed; they do not refer to the consumer.
 *
 * @param <P> parts of the work, as far as they are known before they are divided
 * @param <R> results
 */
public final class ReadAhead<P, R> implements Closeable {
    /** Divides and does parts, for one thread, which also closes it. */
    public interface Worker<P, R> extends Closeable {
        /**
         * Brings near what a part will take, as far as can be guessed.
         *
         * @param number of the part, counted from 0
         */
        void prepare(long number);

        /**
         * Finds where a part ends. One thread does so at a time.
         *
         * @param part where it begins
         * @return the part after it; null where there is none
         */
        @Nullable P divide(P part) throws IOException;

        /** Does the part divided last. */
        R work() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A place in the queue. Guarded by the lock. */
    private static final class Place<R> {
        private final long number;
        private @Nullable R result;
        private @Nullable Throwable failure;
        private boolean done;

        private Place(long number) {
            this.number = number;
        }

        /** Whether there was nothing to do any more. */
        private boolean atEnd() {
            return done && result == null && failure == null;
        }
    }

    private final Supplier<? extends Worker<P, R>> workers;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Condition turns = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final Queue<Place<R>> queue = new ArrayDeque<>();
    private long taken; // places
    private long turn; // the number of the part to be divided
    private @Nullable P next; // that part; null where there is none
    private boolean stopped; // nobody is to take a place any more
    private boolean closed;
    private int alive; // threads

    /**
     * Starts threads.
     *
     * @param name what they are called, before their number
     * @param capacity the most results that are in the making or wait for the consumer
     * @param first the first part
     * @throws OutOfMemoryError if no more threads can be started
     */
    public ReadAhead(
            String name,
            int threads,
            int capacity,
            P first,
            Supplier<? extends Worker<P, R>> workers) {
        this.workers = workers;
        this.capacity = capacity;
        this.next = first;
        this.alive = threads;
        int started = 0;
        try {
            for (; started < threads; started++) {
                Thread.ofPlatform().daemon().name(name + "-" + (started + 1)).start(this::run);
            }
        } finally {
            if (started < threads) {
                close();
                leave(threads - started);
            }
        }
    }

    private void run() {
        try (Worker<P, R> worker = workers.get()) {
            Place<R> place = takePlace();
            while (place != null) {
                workAt(place, worker);
                place = takePlace();
            }
        } catch (Throwable e) { // of the worker's beginning or end; the consumer must not wait
            fail(e);
        } finally {
            leave(1);
        }
    }

    /** A free place at the end of the queue; null where no more are needed. */
    private @Nullable Place<R> takePlace() {
        lock.lock();
        try {
            while (!stopped && queue.size() >= capacity) {
                free.awaitUninterruptibly();
            }
            if (stopped) {
                return null;
            }
            Place<R> place = new Place<>(taken++);
            queue.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    private void workAt(Place<R> place, Worker<P, R> worker) {
        R result = null;
        Throwable failure = null;
        try {
            worker.prepare(place.number);
        } catch (Throwable e) {
            failure = e; // thrown in its turn, as those before it are not concerned
        }
        P part = awaitTurn(place.number);
        if (part != null) {
            P following = null;
            try {
                following = failure == null ? worker.divide(part) : null;
            } catch (Throwable e) {
                failure = e;
            }
            passTurn(following);
            try {
                result = failure == null ? worker.work() : null;
            } catch (Throwable e) {
                failure = e;
            }
        }
        lock.lock();
        try {
            place.result = result;
            place.failure = part == null ? null : failure;
            place.done = true;
            arrived.signal();
            if (place.failure != null) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The part of a number, once it can be divided; null where there is none. */
    private @Nullable P awaitTurn(long number) {
        lock.lock();
        try {
            while (turn != number && next != null && !closed) {
                turns.awaitUninterruptibly();
            }
            return closed ? null : next;
        } finally {
            lock.unlock();
        }
    }

    private void passTurn(@Nullable P following) {
        lock.lock();
        try {
            turn++;
            next = following;
            turns.signalAll();
            if (following == null) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    /** To be called with the lock held. */
    private void stop() {
        stopped = true;
        free.signalAll();
    }

    private void fail(Throwable failure) {
        lock.lock();
        try {
            Place<R> place = new Place<>(taken++);
            place.failure = failure;
            place.done = true;
            queue.add(place);
            stop();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void leave(int threads) {
        lock.lock();
        try {
            alive -= threads;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next result.
     *
     * @param nanos the longest to wait
     * @return whether {@link #take} has an answer now
     * @throws InterruptedIOException if the thread is interrupted, as it then still is
     */
    public boolean await(long nanos) throws InterruptedIOException {
        lock.lock();
        try {
            long left = nanos;
            while (!answered()) {
                if (left <= 0) {
                    return false;
                }
                left = arrived.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it waited for a batch");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether there is an answer for the consumer; a consumer that closed this is not kept waiting.
     */
    private boolean answered() {
        Place<R> first = queue.peek();
        return closed || (first == null ? next == null : first.done);
    }

    /**
     * The next result, once there is one.
     *
     * @return null at the end, and from then on; also once this is closed
     * @throws IOException and what else is unchecked, as a worker threw it; there is no further
     *     result then, and this is to be closed
     */
    public @Nullable R take() throws IOException {
        Throwable failure;
        lock.lock();
        try {
            Place<R> first = queue.peek();
            if (closed || first == null || first.atEnd()) {
                return null;
            }
            queue.remove();
            free.signal();
            if (first.result != null) {
                return first.result;
            }
            failure = first.failure;
        } finally {
            lock.unlock();
        }
        rethrow(failure);
        return null;
    }

    /** Throws what was thrown elsewhere. */
    public static void rethrow(@Nullable Throwable thrown) throws IOException {
        switch (thrown) {
            case IOException e -> throw e;
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case null, default -> throw new IllegalStateException(thrown);
        }
    }

    /** How many threads have not ended yet. */
    public int alive() {
        lock.lock();
        try {
            return alive;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the threads as soon as they have done what they are at; they are not waited for. Doing
     * so twice is allowed, and so is doing so while another thread waits, which then gets an
     * exception.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            stop();
            turns.signalAll();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
