"""A second thread that works on the ledger while the first makes ready what comes next.

Most of the time the database is at work, and leaves the interpreter free: both cores of a small computer work.
"""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import Self

from sqlalchemy.orm import Session

from quyuan_desktop.storage.engine import Ledger

AHEAD = 2
"""Jobs that may be waiting or under way."""
EVERY = 0.1
"""Seconds of waiting after which it is asked whether what is done is still wanted."""
TURN = 0.0005
"""Seconds after which a thread lets the other have the interpreter: the one at the database wants it often and briefly."""


class InTurn:
    """Does its jobs one after another in a thread of their own (``with``). Until they are `settled` nobody else
    touches the ledger.

    still_wanted: asked while waiting; what it raises is raised. What a job raises, `put` or `settle` raises later, and
    the jobs after it are not done.
    """

    def __init__(self, ledger: Ledger, session: Session, still_wanted: Callable[[], None]) -> None:
        self._ledger, self._session, self._still_wanted = ledger, session, still_wanted
        self._under_way: deque[Future[None]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._left = ExitStack()

    def __enter__(self) -> Self:
        self._left.enter_context(self._ledger.undisturbed(self._session))
        self._left.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(TURN)
        self._left.callback(self._thread.shutdown, wait=True, cancel_futures=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def put(self, job: Callable[[], None]) -> None:
        """Have `job` done; wait while too many others are."""
        while len(self._under_way) >= AHEAD:
            self._finish_one()
        self._under_way.append(self._thread.submit(job))

    def settle(self) -> None:
        """Wait until all is done."""
        while self._under_way:
            self._finish_one()

    def _finish_one(self) -> None:
        first = self._under_way[0]
        while not wait([first], EVERY).done:
            self._still_wanted()
        if first.exception() is not None:
            for each in self._under_way:
                each.cancel()
        self._under_way.popleft().result()
