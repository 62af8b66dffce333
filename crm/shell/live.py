"""Open pages follow the data: whenever they change, each page shows anew what it shows."""

from crm.accounts import sockets
from crm.db.changes import changes
from crm.shell.state import ScreenState


async def follow() -> None:
    """For the app's life: tells every open tab that the data changed.

    The tab asks for its figures by an event of its own, so that it reads them as its person: at
    once where it is seen, else when it is shown again, once for all that changed meanwhile.
    """
    news = 0
    async for _ in changes():
        news += 1
        await sockets.show_all(ScreenState, news=news)
