"""The sample company: a deterministic writer of what an ERP would send."""

from crm.sample.generator import SampleFiles, write_sample
from crm.sample.messages import write_messages
from crm.sample.people import Person, people
from crm.sample.targets import ProposedTarget, proposed_targets

__all__ = [
    "Person",
    "ProposedTarget",
    "SampleFiles",
    "people",
    "proposed_targets",
    "write_messages",
    "write_sample",
]
