"""Gives the wheel the platform and the Pythons of the compiled code that it carries."""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from build_steps import from_sdist, jars, parts

# The platform of a wheel that is built for another one, or that is known to run on older ones.
PLATFORM = "PANAMARC_WHEEL_PLATFORM"


class PanamarcBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Checks that the jars are there, names the wheel's platform and fits its jars to that."""

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
        root = Path(self.root)
        package = root / "src" / "panamarc"
        java = package / "_java" / "lib"
        # In one order, so that two wheels are the same.
        found = sorted(java.glob("*.jar"))
        if not found:
            raise FileNotFoundError(f"no jars in {java}: build the wheel with `make wheel`")
        # Only an sdist has these here.
        if (root / "native").is_dir():
            for left_out in from_sdist.compile_all(root):
                self.app.display_warning(f"panamarc is {left_out}")
        platform = "any"
        # Not the .pyi, which every wheel has.
        accelerated = any(package.glob("_accelerator.abi3.*"))
        if accelerated or any(java.glob("libpanamarc.*")):
            platform = os.environ.get(PLATFORM) or re.sub(r"[-.]", "_", sysconfig.get_platform())
            build_data["pure_python"] = False
        build_data["tag"] = f"{'cp310-abi3' if accelerated else 'py3-none'}-{platform}"
        self._made = Path(tempfile.mkdtemp())
        carried = [jars.for_platform(jar, platform, self._made) for jar in found]
        for jar in carried:
            if jar.parent == self._made:
                build_data["force_include"][str(jar)] = f"panamarc/_java/lib/{jar.name}"
        parts.write(java, self.metadata.version, carried, self._made / parts.NAME)
        build_data["sbom_files"].append(str(self._made / parts.NAME))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what `initialize` made."""
        if version != "editable":
            shutil.rmtree(self._made)
