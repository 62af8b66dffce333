"""The kinds of error a person can mend. Anything else that is raised is a bug."""

from typing import ClassVar

from crm.kit.texts import Locale, text


class UserError(Exception):
    """Something the person can mend: what happened, where, and how to go on.

    `key` names the sentence in the catalogue and `params` fill it (as text or whole numbers: an
    error does not format). Rooms raise a subclass that says by its name what went wrong; `status`
    is the HTTP status that the API answers with.
    """

    status: ClassVar[int] = 400

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def text(self, locale: Locale) -> str:
        """The sentence in the person's language."""
        return text(locale, self.key, **self.params)

    def __str__(self) -> str:
        """For logs: the key and what fills it, never a sentence for people."""
        return f"{self.key} {self.params}" if self.params else self.key


class Invalid(UserError):
    """What was sent can be read but does not hold: a field is missing or impossible."""

    status = 422


class NotSignedIn(UserError):
    """Nobody is signed in, or the session is over."""

    status = 401


class NotAllowed(UserError):
    """The person is known and may not do this."""

    status = 403


class NotFound(UserError):
    """It does not exist, or not for this person: the answer is the same."""

    status = 404


class Conflict(UserError):
    """Somebody changed it first, or its state does not admit this."""

    status = 409
