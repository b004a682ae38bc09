"""Ctrl-C at a moment of one's choice, without a signal and without a clock."""

from __future__ import annotations

import dis
import gc
import sys
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

# After these, CPython looks whether a signal came; after a call of a Python function only 3.10.
HEARD_AFTER = ("CALL", "JUMP_BACKWARD", "JUMP_ABSOLUTE", "POP_JUMP_BACKWARD", "RESUME")
TESTS = str(Path(__file__).parents[1])


class CtrlC:
    """Raises KeyboardInterrupt once, at one of the moments at which Python could hear of a signal.

    The moments in the tests' own code do not count: between a value's delivery and its keeping, an
    exception loses it, whatever gave it.
    """

    def __init__(self, moment: int) -> None:
        self._left = moment  # moments that go by before
        self._last: dict[FrameType, int] = {}  # the offset of each frame's last instruction
        self._before: Any = None
        self._tracer = self._trace

    def __enter__(self) -> CtrlC:
        gc.disable()  # what finalizers raise, Python only prints
        self._before = sys.gettrace()
        sys.settrace(self._tracer)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)
        self._last.clear()
        gc.enable()

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        if event == "call":
            if frame.f_code.co_filename.startswith(TESTS):
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif event == "opcode":
            heard = self._last.get(frame) in _moments(frame.f_code)
            self._last[frame] = frame.f_lasti
            if heard:
                self._left -= 1
                if self._left < 0:
                    raise KeyboardInterrupt
        elif event in ("exception", "return"):  # Python does not look after a call that raised
            self._last.pop(frame, None)
        return self._tracer


@cache
def _moments(code: CodeType) -> frozenset[int]:
    return frozenset(
        step.offset
        for step in dis.get_instructions(code)
        if step.opname.startswith(HEARD_AFTER) and "INTRINSIC" not in step.opname
    )
