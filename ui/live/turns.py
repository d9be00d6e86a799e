"""Whose turn it is to be painted, and at what size.

Each session has one slot, and a newer state replaces the one that waits in it. Turns go by the seconds of painting already spent: first to
the address that has had least, then to the session of it that has had least. For equal pictures that is round robin; and nobody gets more
than a share by opening more tabs, by asking for slower styles or by coming back under a new session. Drafts go before finals, but a final
waits no longer than `Limits.patience`.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from engine import HueprintError, Recipe
from engine.photograph import Photograph
from ui.live.limits import Limits
from ui.live.pace import Pace

_MOST_UNSEEN = 8
_PROBING = 1.5
"""So many times what the way holds may be under way: fewer leave it idle whenever a frame is late, more queue in a slow network."""
_PAUSE = 0.5
"""Seconds without a frame seen, after which its pace is measured anew."""
_READABLE = 0.15
"""Seconds between figures of drafts: nobody reads faster."""
_LATELY = 10.0
"""Seconds for which a client that has moved something counts as one who shares the machine."""

Answer = bytes | HueprintError


@dataclass(frozen=True, eq=False)
class Wish:
    """The newest state of one client: what to paint (the recipe, at no particular size), in which aspect (width / height),
    and how large a draft and a final (sides in pixels). photograph: what the recipe's photo names. `arrived`: monotonic seconds.
    """

    id: int
    recipe: Recipe
    aspect: float
    draft: float
    final: float
    straight_to_final: bool = False
    photograph: Photograph | None = None
    arrived: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Turn:
    """One picture to paint now."""

    session: Session
    wish: Wish
    side: float
    final: bool
    frame: int

    @property
    def measured(self) -> bool:
        """Whether the frame itself tells its figures: where nothing can follow it, or nothing hurries."""
        return self.final or self.session.once


@dataclass(eq=False)
class _Account:
    """The seconds of painting that one address has had, counted so that arriving late gives no credit for the past."""

    used: float = 0.0
    sessions: set[Session] = field(default_factory=set)


class Session:
    """One client's slot. `deliver(wish, answer)` is called from the painter's thread with a frame or an error.

    tell: called with a text that follows a frame, for a connection that gets a draft, then a final; without it, a request that gets one
    picture (the HTTP fallback).
    """

    def __init__(
        self, address: str, deliver: Callable[[Wish, Answer], None], limits: Limits, tell: Callable[[str], None] | None = None
    ) -> None:
        self.address, self.deliver, self.tell = address, deliver, tell
        self._read = 0.0
        self.pace = Pace(limits.frame_budget, limits.draft_floor)
        self.wish: Wish | None = None
        self.drafted = False
        self.due = 0.0
        self.used = 0.0
        self.frames = 0
        self.moved = 0.0
        self._unseen: dict[int, float] = {}
        self._seen_at: deque[float] = deque(maxlen=8)
        self._round_trip = 0.0

    @property
    def once(self) -> bool:
        """Whether this is a request that gets one picture."""
        return self.tell is None

    def may_read(self, now: float) -> bool:
        """Whether the figures told last have been there long enough to be read; if so, others come now."""
        if now - self._read < _READABLE:
            return False
        self._read = now
        return True

    def started(self, now: float) -> int:
        """Count a frame that is about to be painted; its number."""
        self.frames += 1
        if not self.once:
            self._unseen[self.frames] = now
        return self.frames

    def seen(self, frame: int, now: float) -> None:
        """The client has drawn this frame, and so needs none before it."""
        sent = self._unseen.get(frame)
        if sent is not None:
            if self._seen_at and now - self._seen_at[-1] > _PAUSE:
                self._seen_at.clear()
            self._seen_at.append(now)
            trip = now - sent
            self._round_trip = min(self._round_trip or trip, trip)
        self._unseen = {number: at for number, at in self._unseen.items() if number > frame}

    def keeps_up(self, seconds: float) -> bool:
        """Whether another frame would be seen soon, rather than queue behind others in a slow network.

        seconds: what a draft takes to paint. What the way holds is its shortest round trip over the time from frame to frame as they
        are seen, as BBR has it (Cardwell et al., 2016): a network that passes on fewer frames than are painted holds fewer.
        """
        seen = self._seen_at
        apart = (seen[-1] - seen[0]) / (len(seen) - 1) if len(seen) > 2 else 0.0
        in_flight = math.ceil(_PROBING * self._round_trip / max(apart, seconds, 0.008))
        return len(self._unseen) < min(max(2, in_flight), _MOST_UNSEEN)


class Turns:
    """The waiting slots of all clients. Safe to call from any thread."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._changed = threading.Condition()
        self._accounts: dict[str, _Account] = {}
        self._virtual = 0.0
        self._seconds = 0.025
        self._closed = False

    def submit(self, session: Session, wish: Wish) -> Wish | None:
        """Put a state into its session's slot. Returns the state it replaced, if that was never painted."""
        with self._changed:
            account = self._accounts.setdefault(session.address, _Account())
            if not any(other.wish for other in account.sessions):
                account.used = max(account.used, self._virtual)
            if session not in account.sessions:
                session.used = max([session.used, *(other.used for other in account.sessions)])
                account.sessions.add(session)
            replaced = session.wish if session.wish and not session.drafted else None
            session.wish, session.drafted, session.due = wish, wish.straight_to_final, 0.0
            session.moved = self._clock()
            self._changed.notify()
            return replaced

    @property
    def people(self) -> int:
        """How many clients have moved something lately."""
        with self._changed:
            since = self._clock() - _LATELY
            return sum(one.moved >= since for account in self._accounts.values() for one in account.sessions)

    def seen(self, session: Session, frame: int) -> None:
        """Note that the client has drawn this frame."""
        with self._changed:
            session.seen(frame, self._clock())
            self._changed.notify()

    def leave(self, session: Session) -> None:
        """Forget a client that has gone; nothing more is painted for it."""
        with self._changed:
            session.wish = None
            account = self._accounts.get(session.address)
            if account:
                account.sessions.discard(session)
            self._forget_settled()

    def close(self) -> None:
        """Let every `next` return None."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def next(self) -> Turn | None:
        """Wait for the next picture to paint; None once closed."""
        with self._changed:
            while not self._closed:
                now = self._clock()
                waiting = [(one, one.wish) for account in self._accounts.values() for one in account.sessions if one.wish]
                ready = [(one, wish) for one, wish in waiting if one.due <= now and one.keeps_up(self._seconds)]
                if ready:
                    return self._take(ready, now)
                self._changed.wait(min((one.due - now for one, _ in waiting if one.due > now), default=None))
            return None

    def finished(self, turn: Turn, seconds: float) -> None:
        """Charge a painted picture to its client and learn from it."""
        with self._changed:
            account = self._accounts.get(turn.session.address)
            if account:
                account.used += seconds
                if not any(one.wish for each in self._accounts.values() for one in each.sessions):
                    self._virtual = max(self._virtual, account.used)  # nobody was kept waiting, so nothing is owed
            turn.session.used += seconds
            if not turn.final:
                self._seconds += 0.2 * (seconds - self._seconds)
                turn.session.pace.measured(seconds, turn.side, turn.wish.draft)

    def _forget_settled(self) -> None:
        """Drop the accounts of clients that have gone, except those that would gain by coming back."""
        settled = [address for address, account in self._accounts.items() if not account.sessions and account.used <= self._virtual]
        for address in settled:
            del self._accounts[address]

    def _take(self, ready: list[tuple[Session, Wish]], now: float) -> Turn:
        drafts = [(one, wish) for one, wish in ready if not one.drafted]
        overdue = [(one, wish) for one, wish in ready if one.drafted and now - one.due > self._limits.patience]
        session, wish = min(drafts + overdue or ready, key=lambda each: (self._spent(each[0]), each[1].arrived))
        self._virtual = max(self._virtual, self._accounts[session.address].used)
        side = wish.final if session.drafted else self._draft_side(session, wish, len(drafts))
        final = side >= wish.final
        if final or session.once:
            session.wish = None
        else:
            session.drafted, session.due = True, wish.arrived + self._limits.rest
        return Turn(session, wish, side, final, session.started(now))

    def _spent(self, session: Session) -> tuple[float, float]:
        return self._accounts[session.address].used, session.used

    def _draft_side(self, session: Session, wish: Wish, drafts: int) -> float:
        wait = drafts * self._seconds
        return session.pace.side(wish.draft, self._limits.longest_wait / max(wait, 1e-6))
