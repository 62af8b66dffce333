"""The way out of the screens: to the sign-in, which is no screen but a page of the server."""

import reflex as rx

from crm.accounts.gate import SIGN_IN


class Leave(rx.Component):
    """Asks the server for the address shown, as if it had been typed."""

    library = "$/public/ui/leave.js"
    tag = "Leave"


def add_way_out(app: rx.App) -> None:
    """A screen at the sign-in's address, met only by redirects inside the screens.

    Whoever opens the address itself gets the server's page; a redirect of ours stays in the
    router, and there this screen asks the server again.
    """
    app.add_page(Leave.create(), route=SIGN_IN, title="crm")
