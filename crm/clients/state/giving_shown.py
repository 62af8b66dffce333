"""Who would get the clients without a responsible, as shown before they get them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from crm.clients.service import Proposal
from crm.kit.formats import Formatter
from crm.kit.texts import plural, text
from crm.sales.queries import Responsible


@dataclass(frozen=True)
class Getting:
    """A person and how many clients they would get."""

    name: str = ""
    clients: str = ""


@dataclass(frozen=True)
class Giving:
    """What giving each client to who sells most to it would do."""

    people: list[Getting] = field(default_factory=list)
    left: str = ""
    action: str = ""
    today: str = ""


def show_giving(
    proposal: Proposal, people: Sequence[Responsible], today: date, form: Formatter
) -> Giving:
    """The proposal in the reader's words; who gets most stands first."""
    count_by_id = Counter(proposal.seller_by_client.values())
    # `people` come by name, and sorting keeps that among those who get as many.
    getting = [one for one in people if one.id in count_by_id]
    getting.sort(key=lambda one: count_by_id[one.id], reverse=True)
    total, left = count_by_id.total(), proposal.left
    language = form.language
    return Giving(
        people=[Getting(one.name, _clients(count_by_id[one.id], form)) for one in getting],
        left=_counted("clients.giving_left", left, form) if left else "",
        action=text(language, "clients.giving_action", clients=_clients(total, form)),
        today=today.isoformat(),
    )


def without_owner_words(count: int, form: Formatter) -> str:
    """`91 clients have no responsible`; "" where each has one."""
    return _counted("clients.without_owner", count, form) if count else ""


def _clients(count: int, form: Formatter) -> str:
    return _counted("clients.count", count, form)


def _counted(key: str, count: int, form: Formatter) -> str:
    return plural(form.language, key, count, count=form.number(count))
