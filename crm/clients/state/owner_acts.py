"""Changes of owners as a notice's Undo names them."""

from crm.kit.addresses import number_in

_MARK = "owners:"


def owner_act(act_id: int) -> str:
    """What the Undo of a notice about this act hands over."""
    return f"{_MARK}{act_id}"


def act_of(undo: str) -> int | None:
    """The act that an Undo hands over; None where it is about something else."""
    return number_in(undo.removeprefix(_MARK)) if undo.startswith(_MARK) else None
