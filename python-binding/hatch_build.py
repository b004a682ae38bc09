"""Gives the wheel the platform and the Pythons of the compiled code that it carries."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PanamarcBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Checks that the jars are there, and names the wheel's platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Sets the tag: `py3-none-any` without compiled code, else with the platform.

        With the accelerator it begins with `cp310-abi3`, for the stable ABI.

        Args:
            version: `"standard"` for a wheel to hand on, `"editable"` for this working tree.
            build_data: hatchling's settings for this build, which are changed in place.

        Raises:
            FileNotFoundError: a wheel to hand on was asked for before the jars were built.
        """
        if version == "editable":
            return
        package = Path(self.root, "src", "panamarc")
        java = package / "_java" / "lib"
        if not any(java.glob("*.jar")):
            raise FileNotFoundError(f"no jars in {java}: build the wheel with `make wheel`")
        # Not the .pyi, which every wheel has.
        accelerated = any(package.glob("_accelerator.abi3.*"))
        if accelerated or any(java.glob("libpanamarc.*")):
            platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
            build_data["tag"] = f"{'cp310-abi3' if accelerated else 'py3-none'}-{platform}"
            build_data["pure_python"] = False
        else:
            build_data["tag"] = "py3-none-any"
