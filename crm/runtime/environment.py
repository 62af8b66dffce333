"""Variables that Reflex and npm read. Set before Reflex is imported, and only here."""

import os
import sysconfig
from pathlib import Path

from crm.settings import Settings


def prepare_for_build(settings: Settings) -> dict[str, str]:
    """The environment of the process that builds the screens.

    Node comes from the environment's own `bin`: a system Node is often too old for Reflex. Without
    a home of its own Reflex would ask the registries for their speed and a site for its version.
    """
    scripts = sysconfig.get_path("scripts")
    ours = {
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": os.pathsep.join(_python_path()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "REFLEX_USE_NPM": "1",
    }
    return os.environ | ours | _for_reflex(settings)


def prepare_to_serve(settings: Settings, build: Path) -> None:
    """Sets this process up to serve a finished build, without Node and without compiling."""
    os.environ.update(_for_reflex(settings))
    os.environ["REFLEX_WEB_WORKDIR"] = str(build / "web")
    os.environ["REFLEX_ENV_MODE"] = "prod"
    os.environ["__REFLEX_SKIP_COMPILE"] = "1"
    os.environ["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"] = "1"


def _for_reflex(settings: Settings) -> dict[str, str]:
    return {
        "REFLEX_DIR": str(settings.cache_dir / "reflex"),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "CRM_DEV": "1" if settings.dev else "0",
    }


def _python_path() -> list[str]:
    clone = str(Path(__file__).parents[2])
    return [clone, *filter(None, [os.environ.get("PYTHONPATH")])]
