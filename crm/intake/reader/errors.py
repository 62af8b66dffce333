"""What makes a whole file unusable."""

from crm.kit.errors import Invalid


class UnreadableFile(Invalid):
    """A file that cannot be read as a table: the text says what, where and how to mend it."""
