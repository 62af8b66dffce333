"""How a screen's handlers show what they read: only what differs is sent and drawn again."""


class Showing:
    """Mixed into the screens' states. A plain class: methods of a state class would be events."""

    def show(self, **values: object) -> None:
        """Sets the variables of these names, but those that hold an equal value already.

        The framework sends what is set, equal or not, and the page draws all that is sent.
        """
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
