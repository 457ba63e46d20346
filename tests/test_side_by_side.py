import os
import threading

import cv2
import pytest

from model.side_by_side import AHEAD, in_order, pool


def test_what_comes_of_items_is_given_in_their_order():
    first_may_end = threading.Event()

    def work(item):
        if item == 0:
            assert first_may_end.wait(10)
        else:
            first_may_end.set()
        return -item

    # Where there is one processor the second item waits for the first.
    if os.cpu_count() == 1:
        first_may_end.set()
    with pool() as threads:
        assert list(in_order(threads, work, range(50))) == [-item for item in range(50)]


def test_only_some_are_begun_ahead_of_their_turn():
    begun = []
    with pool() as threads:
        found = in_order(threads, begun.append, range(1000))
        next(found)
        assert 1 <= len(begun) <= AHEAD * os.cpu_count()
        assert len(list(found)) == 999
    assert sorted(begun) == list(range(1000))


def test_what_is_thrown_comes_out_at_its_turn():
    def work(item):
        return 10 // item

    with pool() as threads:
        found = in_order(threads, work, [5, 0, 2])
        assert next(found) == 2
        with pytest.raises(ZeroDivisionError):
            next(found)


def test_opencv_keeps_to_the_thread_that_calls_it():
    before = cv2.getNumThreads()
    try:
        cv2.setNumThreads(2)
        with pool() as threads:
            assert threads.submit(cv2.getNumThreads).result() == 1
    finally:
        cv2.setNumThreads(before)
