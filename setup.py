"""The wheel's own step: templates, mappings and pictures lie at the top of the tree and inside their packages when
installed.

All else stands in setup.cfg.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = {"templates": "portal/templates", "mappings": "indexer/mappings", "docs/pictures": "portal/pictures"}
"""Folder of the tree: its place in the wheel (portal/__init__.py, indexer/engine/indices.py,
portal/show/guide/book.py)."""


class WithFolders(build_py):
    def run(self) -> None:
        super().run()
        if getattr(self, "editable_mode", False):
            return
        for source, target in CARRIED.items():
            shutil.copytree(source, Path(self.build_lib) / target, dirs_exist_ok=True)


setup(cmdclass={"build_py": WithFolders})
