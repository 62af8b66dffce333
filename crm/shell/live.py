"""Open pages follow the data: whenever they change, each page shows anew what it shows."""

from crm.accounts import sockets
from crm.db.changes import changes
from crm.shell.state import ScreenState


async def follow() -> None:
    """For the app's life: tells every open tab that the data changed.

    The tab asks for its figures by an event of its own, so that it reads them as its person.
    """
    async for _ in changes():
        await sockets.send_to_all(ScreenState.hear_change)
