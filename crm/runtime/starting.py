"""A start from nothing to a served page, with what it is doing shown."""

import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import FrameType
from typing import Any

import psutil

from crm.runtime.build import ensure_build, find_build, kept_while_served
from crm.runtime.holding import Holding, holding
from crm.runtime.opening import opened
from crm.runtime.progress import Progress, Step, in_parallel
from crm.runtime.serve import address, free_port, load_screens, serve
from crm.runtime.sign_ins import SignIn, claim_for_sample, read_sign_ins, write_sign_ins
from crm.settings import Settings

INTERRUPTED = 130
Loader = Callable[[Step], Sequence[SignIn]]
"""Fills an empty company and says who may sign in; tells the step what it is at."""


def start(settings: Settings, progress: Progress, *, load: Loader | None = None) -> None:
    """Do all that is needed and serve until a signal; then end the process.

    The screens are built while the database is set up. `load` fills the sample company, once per
    data folder. Raises DataFolderHeld, NoFreePort, NotASample and what else a person can mend.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    code = 0
    with ExitStack() as stack:
        held = stack.enter_context(holding(settings.data_dir))
        parts = _Parts(settings, progress, stack)
        try:
            # In this thread: Reflex keeps what an import registers in the context of its thread.
            in_parallel(parts.build_screens, lambda: parts.open_company(load))
            parts.serve(held)
        except KeyboardInterrupt:
            _end_children()
            code = INTERRUPTED
    # Threads of open pages, or of a start that was broken off, could keep the process for ever;
    # all of ours is closed by now.
    os._exit(code)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_children() -> None:
    """Ends what was being built; the database server is closed by who opened it."""
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if not child.name().startswith("postgres"):
                child.terminate()


@dataclass
class _Parts:
    """The parts of a start, made side by side, and closed by the stack."""

    settings: Settings
    progress: Progress
    stack: ExitStack
    app: Callable[[], Any] | None = None
    people: Sequence[SignIn] = ()

    def build_screens(self) -> None:
        """Find or make the build, and import the app on it."""
        kept = find_build(self.settings)
        if kept is None:
            with self.progress.step("step_screens"):
                kept = ensure_build(self.settings)
        self.stack.enter_context(kept_while_served(kept))
        self.app = load_screens(self.settings, kept)

    def open_company(self, load: Loader | None) -> None:
        """Open the data folder, and load the sample where it is wanted and missing."""
        folder = self.settings.data_dir
        if load:
            claim_for_sample(folder)
            self.people = read_sign_ins(folder)
        unloaded = load if load and not self.people else None
        with self.progress.step("step_database") as step:
            # A sample whose loading was interrupted begins again from nothing.
            company = opened(
                self.settings,
                fresh=unloaded is not None,
                on_wait=lambda: step(self.progress.said("recovering")),
            )
            self.stack.enter_context(company)
        if unloaded:
            self._load(unloaded)

    def serve(self, held: Holding) -> None:
        """Serve what was made, on the first free port."""
        assert self.app is not None, "the screens are built first"  # noqa: S101
        wished, host = self.settings.port, self.settings.host
        port = free_port(host, wished)
        if port != wished:
            self.progress.say(self.progress.said("port_taken", wished=wished, port=port))
        url = address(host, port)
        serve(self.app, self.settings, port=port, on_ready=lambda: self._greet(held, url))

    def _load(self, load: Loader) -> None:
        with self.progress.step("step_sample") as step:
            self.people = load(step)
        write_sign_ins(self.settings.data_dir, self.people)

    def _greet(self, held: Holding, url: str) -> None:
        held.announce(url)
        say, said = self.progress.say, self.progress.said
        say()
        say(said("ready", url=url))
        widest = max((len(person.email) for person in self.people), default=0)
        for person in self.people:
            role = said(f"role_{person.role}")
            say(f"    {role:<14}  {person.email:<{widest}}  {person.password}")
        say(said("how_to_stop"))
