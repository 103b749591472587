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
    # These fork processes from one that has read everything.
    **dict.fromkeys(
        ("test_post.py", "test_post_processes.py", "test_removal.py", "test_slack_load.py", "test_teams_load.py"),
        "test_slack_killed.py",
    ),
}
# The longest first; all others follow as they come.
_LONG = (
    "test_slack_killed.py",
    "test_web_browser.py",
    "test_keeping_browser.py",
    "test_every_dialog.py",
    "test_slack_socket.py",
    "test_house.py",
    "test_removal_other_words.py",
    "test_framework_depth.py",
    "test_sign_in_table.py",
    "test_setting_up_browser.py",
    "test_imports_hostile.py",
    "test_teams_door.py",
    "test_web_table.py",
    "test_teams_talk.py",
    "test_turn_type_up.py",
    "test_privacy_masking.py",
    "test_teams_keys.py",
    "test_whole.py",
    "test_slack_forms.py",
    "test_slack_rooms.py",
    "test_whole_review.py",
    "test_imports_people.py",
    "test_sign_in_browser.py",
    "test_teams_browser.py",
    "test_slack_door.py",
    "test_guard_every_path.py",
    "test_chat_messages.py",
    "test_store_away.py",
    "test_crosswise.py",
    "test_visit_day.py",
    "test_retention.py",
    "test_delivery.py",
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
