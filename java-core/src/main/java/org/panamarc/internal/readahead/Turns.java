package org.panamarc.internal.readahead;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that threads take by number, each divided from the rest in its turn, by one thread at a
 * time. Safe for several threads.
 *
 * @param <T> tasks, as far as they are known before they are divided
 */
final class Turns<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();
    private final Set<Long> givenUp = new HashSet<>(); // numbers whose turn is still to come
    private long taken; // numbers
    private long turn; // the number of the task to be divided
    private @Nullable T next; // that task; null where there is none
    private boolean ended;

    /** Turns that begin with a task. */
    Turns(T first) {
        this.next = first;
    }

    /** The number of another task, which the caller is to divide in its turn or to give up. */
    long take() {
        lock.lock();
        try {
            return taken++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the turn of a number that was taken.
     *
     * @param nanos the longest to wait
     * @return whether it is its turn, or no task is left
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(long number, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (turn != number && next != null && left > 0) {
                left = passed.awaitNanos(left);
            }
            return turn == number || next == null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the turn of a number that was taken; its task, or null where none is left. */
    @Nullable T awaitTask(long number) {
        lock.lock();
        try {
            while (turn != number && next != null) {
                passed.awaitUninterruptibly();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is known of a task before its turn.
     *
     * @param task the one whose turn it is; null where no task is left
     * @param after how many tasks come after that one up to the one in question
     */
    record Known<T>(@Nullable T task, long after) {}

    /** What is known of the task of a number that was taken. */
    Known<T> known(long number) {
        lock.lock();
        try {
            return new Known<>(next, number - turn);
        } finally {
            lock.unlock();
        }
    }

    /** The task whose turn it is; null where no task is left. */
    @Nullable T task() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn; the next task is this one, or none is left where it is null. */
    void pass(@Nullable T following) {
        lock.lock();
        try {
            next = ended ? null : following;
            advance();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves no task, now and later; those that wait do so no longer. */
    void end() {
        lock.lock();
        try {
            ended = true;
            next = null;
            passed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the task of a number to the next one. Its turn has come or is still to come. */
    void giveUp(long number) {
        lock.lock();
        try {
            if (number == turn) {
                advance();
            } else {
                givenUp.add(number);
            }
        } finally {
            lock.unlock();
        }
    }

    /** To be called with the lock held. */
    private void advance() {
        turn++;
        while (givenUp.remove(turn)) {
            turn++;
        }
        passed.signalAll();
    }
}
