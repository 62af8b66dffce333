"""How a screen's handlers reach the database: as the person, in a thread, one transaction."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from crm.accounts import gate
from crm.db import Actor, as_actor

P = ParamSpec("P")
Result = TypeVar("Result")


class Acting:
    """Mixed into the screens' states. A plain class: methods of a state class would be events."""

    @property
    def actor(self) -> Actor:
        """Who sent the event, as the database knows them now. Raises NotSignedIn."""
        return gate.current_actor()

    async def run(
        self,
        use_case: Callable[Concatenate[Session, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        """The result of `use_case(tx, *args, **kwargs)` in one transaction as the person.

        It runs in a thread, so that the other pages answer meanwhile; what it raises reaches
        the handler, and a UserError that is not caught there is shown as a notice.
        """
        return await asyncio.to_thread(_in_transaction, use_case, *args, **kwargs)


def _in_transaction(
    use_case: Callable[Concatenate[Session, P], Result],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Result:
    with as_actor(gate.still_current_actor()) as tx:
        return use_case(tx, *args, **kwargs)
