"""In which order several processes take the tests: a file stays whole, and the longest come first.

What a module's tests share is then made once, and no process is left alone with a long file at the end. (The groups of
pytest-xdist 3.8 are marks that pytest 9.2 no longer passes on.)
"""

from importlib import import_module
from typing import Any

import pytest

# Files that share what takes long to make go together.
_TOGETHER = {
    **dict.fromkeys(("test_own_words.py", "test_chat_cards.py", "test_parity.py"), "test_every_dialog.py"),
    **dict.fromkeys(("test_post.py", "test_post_processes.py", "test_removal.py"), "test_slack_load.py"),
}
# The longest first; all others follow as they come.
_LONG = (
    "test_slack_load.py",
    "test_web_browser.py",
    "test_every_dialog.py",
    "test_sign_in_table.py",
    "test_removal_other_words.py",
    "test_house.py",
    "test_store_away.py",
    "test_whole.py",
    "test_setting_up_browser.py",
    "test_delivery.py",
    "test_sign_in_browser.py",
    "test_retention.py",
    "test_crosswise.py",
    "test_slack_door.py",
    "test_turn_timetable.py",
    "test_web_guards.py",
    "test_web_forms.py",
    "test_slack_messages.py",
    "test_framework_kinds.py",
    "test_framework_file_damaged.py",
    "test_visit_day.py",
    "test_visit_otherwise.py",
    "test_whole_review.py",
)


def file_of(nodeid: str) -> str:
    """What a test goes together with: its file, or the one that shares with it what takes long to make."""
    folder, _, name = nodeid.partition("::")[0].rpartition("/")
    return f"{folder}/{_TOGETHER.get(name, name)}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    scheduler: Any = import_module("xdist.scheduler").LoadScopeScheduling(config, log)
    assign = scheduler._assign_work_unit

    def assign_longest_first(node: Any) -> None:
        waiting = scheduler.workqueue
        for name in reversed(_LONG):
            for file in [file for file in waiting if file.endswith(f"/{name}")]:
                waiting.move_to_end(file, last=False)
        assign(node)

    config.option.loadscopereorder = False
    scheduler._split_scope, scheduler._assign_work_unit = file_of, assign_longest_first
    return scheduler
