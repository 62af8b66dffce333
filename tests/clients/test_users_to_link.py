"""The people a salesperson code may be linked to, as they are chosen."""

from crm.clients.seller_queries import SalesUser
from crm.clients.state.sellers_shown import user_options


def test_a_person_is_chosen_by_name_alone() -> None:
    (one,) = user_options([SalesUser(1, "Carla Gil", "carla.gil@example.com")])
    assert one.label == "Carla Gil"


def test_namesakes_are_told_apart_by_their_addresses() -> None:
    people = [SalesUser(1, "Carla", "carla@a.example"), SalesUser(2, "Carla", "carla@b.example")]
    assert [one.label for one in user_options(people)] == [
        "Carla · carla@a.example",
        "Carla · carla@b.example",
    ]
