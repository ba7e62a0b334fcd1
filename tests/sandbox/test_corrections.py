"""The sandbox follows overlays: responses have the properties that they add, and lack those that they remove."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx2

OVERLAY = """
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions:
  - target: $.components.schemas.Store
    update:
      properties:
        Floor: {type: [integer, "null"], description: The floor.}
        Area: {type: number, format: decimal, description: The area.}
  - target: $.components.schemas.Store.properties.City
    remove: true
"""


def test_responses_follow_the_configured_overlays(tmp_path: Path) -> None:
    (tmp_path / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.yulsn-codegen]\noverlays = ["overlay.yaml"]\n', encoding="utf-8")
    command = [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0", "--contacts", "5"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert url is not None
            with httpx2.Client(base_url=url[0], headers={"X-ApiKey": "sandbox"}) as client:
                stores = json.loads(client.get("/api/v1/Stores").content)
                orders = client.get("/api/v1/Orders/Types").json()
        finally:
            process.terminate()
    assert stores
    assert all(store["Floor"] is None and store["Area"] == 0 and "City" not in store for store in stores)
    assert all("ZipCode" in store for store in stores)
    assert orders
