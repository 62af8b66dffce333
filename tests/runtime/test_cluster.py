"""The embedded server is there for whoever needs it, and gone with the last of them."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from crm.db.embedded import Cluster, OtherServerVersion
from crm.db.postmaster import is_alive, running_postmaster
from crm.db.server import Server
from crm.db.watching import kept_running

USE_IT = """
import sys
from pathlib import Path
from crm.db.embedded import Cluster
with Cluster(Path(sys.argv[1]), throwaway=True).running() as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def cluster(shared_data_dir: Path) -> Cluster:
    return Cluster(shared_data_dir, throwaway=True)


def another_user(cluster: Cluster) -> tuple[subprocess.Popen[str], int]:
    """Another process that uses the server until it reads a line; and the server's number."""
    process = subprocess.Popen(
        [sys.executable, "-c", USE_IT, str(cluster.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def ask(server: Server, question: str) -> object:
    with psycopg.connect(server.conninfo("postgres")) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def test_it_answers_in_a_path_with_a_space_and_stops_with_its_user(cluster: Cluster) -> None:
    assert " " in str(cluster.pgdata)
    with cluster.running() as server:
        assert ask(server, "SELECT 1") == 1
    assert not is_alive(server.pid)


def test_it_listens_on_no_network_and_its_socket_is_private(cluster: Cluster) -> None:
    with cluster.running() as server:
        assert ask(server, "SHOW listen_addresses") == ""
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_its_settings_fit_the_machine(cluster: Cluster) -> None:
    with cluster.running() as server:
        assert ask(server, "SHOW jit") == "off"
        assert ask(server, "SELECT source FROM pg_settings WHERE name = 'work_mem'") == (
            "configuration file"
        )


def test_two_users_share_one_server_which_stops_with_the_second(cluster: Cluster) -> None:
    with cluster.running() as first:
        with Cluster(cluster.data_dir).running() as second:
            assert second.pid == first.pid
        assert ask(first, "SELECT 1") == 1
    assert not is_alive(first.pid)


def test_another_process_finds_the_server_and_may_outlive_us(cluster: Cluster) -> None:
    with cluster.running() as server:
        other, found = another_user(cluster)
        assert found == server.pid
    assert is_alive(server.pid)
    other.communicate("done\n", timeout=30)
    assert not is_alive(server.pid)


def test_a_user_that_was_killed_does_not_keep_the_server_up(cluster: Cluster) -> None:
    other, number = another_user(cluster)
    other.kill()
    other.communicate()
    assert is_alive(number)
    with cluster.running() as server:
        assert server.pid == number
    assert not is_alive(number)


def test_what_was_committed_survives_a_killed_server(shared_data_dir: Path) -> None:
    cluster = Cluster(shared_data_dir)
    with cluster.running() as server:
        with psycopg.connect(server.conninfo("postgres")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(server.pid, signal.SIGKILL)
        # Dead, and not yet buried by us, its parent: the number still looks alive.
        os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
    with cluster.running() as server:
        assert ask(server, "SELECT answer FROM kept") == 42


def test_a_living_stranger_with_the_dead_servers_number_is_not_taken_for_it(
    cluster: Cluster,
) -> None:
    with cluster.running() as server:
        pass
    lines = [
        str(os.getpid()),
        str(server.pgdata),
        "0",
        "5432",
        str(server.sockets),
        "",
        "",
        "ready",
    ]
    (server.pgdata / "postmaster.pid").write_text("\n".join(lines))
    assert running_postmaster(server.pgdata) is None
    with cluster.running() as again:
        assert ask(again, "SELECT 1") == 1


def test_a_first_start_that_was_interrupted_begins_again(data_dir: Path) -> None:
    (data_dir / "postgres.new").mkdir(parents=True)
    (data_dir / "postgres.new" / "PG_VERSION").write_text("18")
    with Cluster(data_dir, throwaway=True).running() as server:
        assert ask(server, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_has_it_elsewhere(data_dir: Path) -> None:
    deep = data_dir / ("x" * 100)
    with Cluster(deep, throwaway=True).running() as server:
        assert ask(server, "SELECT 1") == 1
        assert not server.sockets.is_relative_to(deep)


def test_data_of_another_version_is_refused_and_named(data_dir: Path) -> None:
    pgdata = data_dir / "postgres"
    pgdata.mkdir(parents=True)
    (pgdata / "PG_VERSION").write_text("17\n")
    with pytest.raises(OtherServerVersion) as refused, Cluster(data_dir).running():
        pass
    assert "PostgreSQL 17" in refused.value.text("es")


def test_a_server_that_was_killed_is_started_again_for_who_serves_from_it(cluster: Cluster) -> None:
    with cluster.running() as server, kept_running(cluster, period=0.01):
        os.kill(server.pid, signal.SIGKILL)
        found = None
        while found is None or found.pid == server.pid:
            found = running_postmaster(cluster.pgdata)
        with cluster.running() as again:
            assert ask(again, "SELECT 1") == 1
    assert not is_alive(found.pid)


class _Ended:
    """A server that is found gone; counts how often it is started."""

    def __init__(self) -> None:
        self.looked = threading.Event()
        self.starts = 0

    def is_gone(self) -> bool:
        self.looked.set()
        return True

    def revive(self) -> bool:
        self.starts += 1
        return True


def test_a_server_that_ends_just_before_its_user_is_not_started_once_more() -> None:
    ended = _Ended()
    with kept_running(ended, period=0.5):
        assert ended.looked.wait(timeout=30)
    assert ended.starts == 0
