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
 *   wait for a free slot of the queue, and take it
 *   prepare: guess where its task begins, and bring that near
 *   wait for its turn; tasks are divided in the order of their slots
 *   divide: find where its task ends, and so where the next one begins
 *   do the task, while the next thread divides, and put the result in its slot
 * consumer: take the first slot of the queue, once its result is there
 * </pre>
 *
 * <p>Only dividing is one thread's at a time. A thread does its task while what it came upon is
 * still in its processor's cache, one queue bounds all that is in flight, and a slow consumer stops
 * everybody. Whatever is thrown reaches the consumer in its place, and ends the threads. They are
 * daemons, and end when this is closed; they do not refer to the consumer.
 *
 * @param <T> tasks, as far as they are known before they are divided
 * @param <R> results
 */
public final class ReadAhead<T, R> implements Closeable {
    /** Divides the work into tasks and does them, for one thread, which also closes it. */
    public interface Worker<T, R> extends Closeable {
        /**
         * Brings near what a task will take, as far as can be guessed.
         *
         * @param number of the task, counted from 0
         */
        void prepare(long number);

        /**
         * Finds where a task ends. One thread does so at a time.
         *
         * @param task where it begins
         * @return the task after it; null where there is none
         */
        @Nullable T divide(T task) throws IOException;

        /** Does the task divided last. */
        R work() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A slot of the queue. Guarded by the lock. */
    private static final class Slot<R> {
        private final long number;
        private @Nullable R result;
        private @Nullable Throwable failure;
        private boolean done;

        private Slot(long number) {
            this.number = number;
        }

        /** Whether there was nothing to do any more. */
        private boolean atEnd() {
            return done && result == null && failure == null;
        }
    }

    private final Supplier<? extends Worker<T, R>> workers;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final Queue<Slot<R>> queue = new ArrayDeque<>();
    private final Turns<T> turns; // one for each slot
    private boolean stopped; // nobody is to take a slot any more
    private boolean closed;
    private int alive; // threads

    /**
     * Starts threads.
     *
     * @param name what they are called, before their number
     * @param capacity the most results that are in the making or wait for the consumer
     * @param first the first task
     * @throws OutOfMemoryError if no more threads can be started
     */
    public ReadAhead(
            String name,
            int threads,
            int capacity,
            T first,
            Supplier<? extends Worker<T, R>> workers) {
        this.workers = workers;
        this.capacity = capacity;
        this.turns = new Turns<>(first);
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
            Slot<R> slot = takeSlot();
            while (slot != null) {
                workAt(slot, worker);
                slot = takeSlot();
            }
        } catch (Throwable e) { // of the worker's beginning or end; the consumer must not wait
            fail(e);
        } finally {
            leave(1);
        }
    }

    /** A free slot at the end of the queue; null where no more are needed. */
    private @Nullable Slot<R> takeSlot() {
        lock.lock();
        try {
            while (!stopped && queue.size() >= capacity) {
                free.awaitUninterruptibly();
            }
            if (stopped) {
                return null;
            }
            Slot<R> slot = new Slot<>(turns.take());
            queue.add(slot);
            return slot;
        } finally {
            lock.unlock();
        }
    }

    private void workAt(Slot<R> slot, Worker<T, R> worker) {
        R result = null;
        Throwable failure = null;
        try {
            worker.prepare(slot.number);
        } catch (Throwable e) {
            failure = e; // thrown in its turn, as those before it are not concerned
        }
        T task = turns.awaitTask(slot.number);
        if (task != null) {
            T following = null;
            try {
                following = failure == null ? worker.divide(task) : null;
            } catch (Throwable e) {
                failure = e;
            }
            pass(following);
            try {
                result = failure == null ? worker.work() : null;
            } catch (Throwable e) {
                failure = e;
            }
        }
        lock.lock();
        try {
            slot.result = result;
            slot.failure = task == null ? null : failure;
            slot.done = true;
            arrived.signal();
            if (slot.failure != null) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private void pass(@Nullable T following) {
        turns.pass(following);
        if (following == null) {
            lock.lock();
            try {
                stop();
            } finally {
                lock.unlock();
            }
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
            Slot<R> slot = new Slot<>(turns.take());
            slot.failure = failure;
            slot.done = true;
            queue.add(slot);
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
        Slot<R> first = queue.peek();
        return closed || (first == null ? turns.task() == null : first.done);
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
            Slot<R> first = queue.peek();
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
            turns.end();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
