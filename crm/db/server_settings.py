"""PostgreSQL's settings for this machine: what its memory and processors allow."""

import os
from pathlib import Path

MEGABYTE = 1024 * 1024


def server_settings(memory_bytes: int, processors: int, *, throwaway: bool = False) -> str:
    """The text of crm.conf. A throwaway server (tests) need not survive a power cut."""
    memory = memory_bytes // MEGABYTE
    lines = {
        "listen_addresses": "''",
        "max_connections": "80",
        "shared_buffers": f"{_within(memory // 6, 64, 4096)}MB",
        "effective_cache_size": f"{max(memory * 6 // 10, 256)}MB",
        "work_mem": f"{_within(memory // 400, 8, 64)}MB",
        "maintenance_work_mem": f"{_within(memory // 24, 64, 1024)}MB",
        "max_wal_size": f"{_within(memory // 3, 1024, 4096)}MB",
        "random_page_cost": "1.1",
        # No LLVM in this build, and it would slow the short queries of screens.
        "jit": "off",
        # Parallel plans gain nothing on two processors that also serve the screens.
        "max_parallel_workers_per_gather": "0" if processors < 4 else "2",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C'",
        "log_min_messages": "warning",
        # A line of the log must not carry the values of a person's data.
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "idle_in_transaction_session_timeout": "'10min'",
    }
    if throwaway:
        lines |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        lines |= {"shared_buffers": "128MB", "max_connections": "200"}
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def memory_of_machine() -> int:
    """Bytes this process may use: the machine's, or less where its control group says so."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([physical, *_limits()])


def _limits() -> list[int]:
    found = []
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(path).read_text().strip()
        except OSError:
            continue
        if text.isdigit():
            found.append(int(text))
    return found


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))
