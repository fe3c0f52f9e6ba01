"""What was made from a code's rows, until its record moves on.

Every change of what a code holds adds an entry to its chain or to the installation's, and each
request reads the hashes of the last ones before anything else. So what was made from a code's rows
may serve the next reader of the same audiences as long as they are the same, and never longer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 128

_made: OrderedDict[Hashable, tuple[bytes, Any]] = OrderedDict()
_lock = Lock()


def remembered(key: Hashable, head: bytes, make: Callable[[], T]) -> T:
    """The value of `make()` for this key while the chain ends with this entry.

    `key` names what is made, of what, and for which audiences. None is made anew each time.
    """
    with _lock:
        held = _made.get(key)
        if held is not None and held[0] == head:
            _made.move_to_end(key)
            found: T = held[1]
            return found
    made = make()
    if made is not None:
        with _lock:
            _made[key] = (head, made)
            _made.move_to_end(key)
            while len(_made) > KEPT:
                _made.popitem(last=False)
    return made
