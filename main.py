"""The app: `python main.py` writes Terraform's files to `cdktf.out/`; `cdktf deploy` applies them."""

from __future__ import annotations

from constructs_lib import App, Inventory
from stacks.search import SearchStack

app = App()
SearchStack(app, "search", clusters=Inventory.load(app))
app.synth()
