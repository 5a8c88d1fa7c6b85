"""Executes notebooks on the kernel "deno", in the folder they are in.

    execute.py store|check notebook.ipynb ...

`store` writes what the cells gave into the notebooks. `check` changes nothing and fails where a cell fails, or where its
text is not what the notebook holds; pictures are made anew but not compared, for they are as precise as the machine.
"""

import difflib
import pathlib
import queue
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_PER_CELL = 120
SILENCE = 0.3  # seconds


class PatientClient(NotebookClient):
    """Waits for what a cell printed. Deno says that it is idle and sends the last lines some milliseconds later; until
    nothing has come for a while, they still belong to the cell."""

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        while True:
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=SILENCE)
            except queue.Empty:
                return
            if message["parent_header"].get("msg_id") == parent_msg_id:
                self.process_message(message, cell, cell_index)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def execute(path):
    """The notebook at this path with the outputs of a kernel that has just started."""
    notebook = nbformat.read(path, as_version=4)
    for cell in code_cells(notebook):
        cell.outputs = []
    folder = {"metadata": {"path": str(path.parent)}}
    client = PatientClient(notebook, timeout=SECONDS_PER_CELL, kernel_name="deno", resources=folder)
    client.execute()
    for cell in code_cells(notebook):
        cell.metadata.pop("execution", None)
        cell.outputs = merged(cell.outputs)
    return notebook


def merged(outputs):
    """Lines that were printed one after another, as one output."""
    result = []
    for output in outputs:
        last = result[-1] if result else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            result.append(output)
    return result


def texts(notebook):
    """What a reader sees as text, a list of lines a cell."""
    return [[line for output in cell.outputs for line in lines(output)] for cell in code_cells(notebook)]


def lines(output):
    if output.output_type == "stream":
        return output.text.splitlines()
    return output.get("data", {}).get("text/plain", "").splitlines()


def differences(stored, fresh):
    for number, (old, new) in enumerate(zip(texts(stored), texts(fresh), strict=True), 1):
        if old != new:
            yield f"code cell {number}:"
            yield from list(difflib.unified_diff(old, new, "stored", "executed", lineterm=""))[2:]


def main(mode, *paths):
    failed = False
    for path in map(pathlib.Path, paths):
        try:
            fresh = execute(path)
        except CellExecutionError as error:
            print(f"{path.name} fails: {error}")
            failed = True
            continue
        if mode == "store":
            path.write_text(nbformat.writes(fresh) + "\n", encoding="utf-8")
            print(f"{path.name}: {len(code_cells(fresh))} cells")
            continue
        changes = list(differences(nbformat.read(path, as_version=4), fresh))
        if changes:
            print(f"{path.name} does not say what its cells give; `npm run notebooks` stores it:", *changes, sep="\n")
            failed = True
    return 1 if failed else 0


sys.exit(main(*sys.argv[1:]))
