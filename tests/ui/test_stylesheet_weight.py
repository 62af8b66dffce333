"""The stylesheet stays small enough to arrive with the first packets."""

import gzip

from crm.ui.stylesheet import stylesheet


def test_the_whole_stylesheet_is_under_twenty_kilobytes_compressed() -> None:
    assert len(gzip.compress(stylesheet().encode())) < 20_000
