package org.panamarc.internal.pipeline;

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
 *   wait until no other thread divides, and there is a free place in the queue
 *   take that place, and divide: find the next task
 *   do the task, while the next thread divides
 *   put the result in its place
 * consumer: take the first place of the queue, once its result is there
 * </pre>
 *
 * <p>So a thread does its task while what it came upon is still in its processor's cache, one queue
 * bounds all that is in flight, and a slow consumer stops everybody. Whatever is thrown reaches the
 * consumer in its place, and ends the threads. They are daemons, and end when this is closed; they
 * do not refer to the consumer.
 *
 * @param <T> tasks
 * @param <R> results
 */
public final class ReadAhead<T, R> implements Closeable {
    /** Finds the tasks. Called by one thread at a time, not always the same. */
    public interface Divider<T> extends Closeable {
        /** The next task; null where there are no more. */
        @Nullable T next() throws IOException;

        /** Called once, by the last thread that ends. */
        @Override
        void close() throws IOException;
    }

    /** Does the tasks of one thread, which also closes it. */
    public interface Worker<T, R> extends Closeable {
        /** Does a task. */
        R work(T task) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A place in the queue. Guarded by the lock. */
    private static final class Place<R> {
        private @Nullable R result;
        private @Nullable Throwable failure;
        private boolean done;

        /** Whether there was nothing to do any more. */
        private boolean atEnd() {
            return done && result == null && failure == null;
        }
    }

    private final Divider<T> divider;
    private final Supplier<? extends Worker<T, R>> workers;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final Queue<Place<R>> queue = new ArrayDeque<>();
    private boolean dividing;
    private boolean stopped; // nobody is to divide any more
    private boolean closed;
    private int alive; // threads

    /**
     * Starts threads.
     *
     * @param name what they are called, with their number behind
     * @param capacity the most results that are in the making or wait for the consumer
     * @throws OutOfMemoryError if there cannot be so many threads
     */
    public ReadAhead(
            String name,
            int threads,
            int capacity,
            Divider<T> divider,
            Supplier<? extends Worker<T, R>> workers) {
        this.divider = divider;
        this.workers = workers;
        this.capacity = capacity;
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
        try (Worker<T, R> worker = workers.get()) {
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

    /** A free place at the end of the queue, from where on this thread divides; null at the end. */
    private @Nullable Place<R> takePlace() {
        lock.lock();
        try {
            while (!stopped && (dividing || queue.size() >= capacity)) {
                free.awaitUninterruptibly();
            }
            if (stopped) {
                return null;
            }
            dividing = true;
            Place<R> place = new Place<>();
            queue.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    private void workAt(Place<R> place, Worker<T, R> worker) {
        T task = null;
        R result = null;
        Throwable failure = null;
        try {
            task = divider.next();
        } catch (Throwable e) {
            failure = e;
        }
        stopDividing(task == null);
        if (task != null) {
            try {
                result = worker.work(task);
            } catch (Throwable e) {
                failure = e;
            }
        }
        lock.lock();
        try {
            place.result = result;
            place.failure = failure;
            place.done = true;
            arrived.signal();
            if (failure != null) {
                stopped = true;
                signalFree();
            }
        } finally {
            lock.unlock();
        }
    }

    private void stopDividing(boolean atEnd) {
        lock.lock();
        try {
            dividing = false;
            stopped |= atEnd;
            signalFree();
        } finally {
            lock.unlock();
        }
    }

    private void signalFree() {
        if (stopped) {
            free.signalAll();
        } else {
            free.signal();
        }
    }

    private void fail(Throwable failure) {
        lock.lock();
        try {
            Place<R> place = new Place<>();
            place.failure = failure;
            place.done = true;
            queue.add(place);
            stopped = true;
            free.signalAll();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void leave(int threads) {
        lock.lock();
        try {
            alive -= threads;
            if (alive > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            divider.close();
        } catch (IOException | RuntimeException e) {
            fail(e);
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

    /** Whether there is an answer for the consumer; whoever closed this is not kept waiting. */
    private boolean answered() {
        Place<R> first = queue.peek();
        return closed || (first != null && first.done);
    }

    /**
     * The next result, once there is one.
     *
     * @return null at the end, and from then on; also once this is closed
     * @throws IOException and what else is unchecked, as the divider or a worker threw it; there is
     *     no further result then, and this is to be closed
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
     * so twice is allowed, and so is doing so while another thread waits, which is told.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            stopped = true;
            queue.clear();
            free.signalAll();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
