"""In which order several processes take the tests: a file stays whole, and the longest come first.

What a module's tests share is then made once, and no process is left alone with a long file at the end. (The groups of
pytest-xdist 3.8 are marks that pytest 9.2 no longer passes on.)
"""

from typing import Any

import pytest

# Files that share what takes long to make go together.
_TOGETHER = dict.fromkeys(("test_own_words.py", "test_slack_cards.py"), "test_every_dialog.py")
# The longest first; all others follow as they come.
_LONG = (
    "test_slack_load.py",
    "test_post_processes.py",
    "test_web_browser.py",
    "test_post.py",
    "test_house.py",
    "test_store_away.py",
    "test_delivery.py",
    "test_crosswise.py",
    "test_every_dialog.py",
    "test_slack_door.py",
    "test_framework_kinds.py",
    "test_framework_file_damaged.py",
    "test_whole_review.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 only where it is asked for

    class LongestFirst(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder, _, name = nodeid.partition("::")[0].rpartition("/")
            return f"{folder}/{_TOGETHER.get(name, name)}"

        def _assign_work_unit(self, node: Any) -> None:
            for name in reversed(_LONG):
                for scope in [scope for scope in self.workqueue if scope.endswith(f"/{name}")]:
                    self.workqueue.move_to_end(scope, last=False)
            super()._assign_work_unit(node)

    config.option.loadscopereorder = False
    return LongestFirst(config, log)
