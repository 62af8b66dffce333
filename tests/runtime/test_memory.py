"""The server looks for garbage while it serves, and not through the program itself."""

import gc

from crm.runtime import memory


def test_garbage_is_looked_for_again_once_all_is_imported() -> None:
    with memory.importing():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_program_itself_is_left_out_of_the_search() -> None:
    try:
        memory.settle()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
