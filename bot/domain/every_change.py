"""Whatever may have just become of anything: what dialogs end with, and what is made, recorded and announced."""

from bot.domain.changes import Change
from bot.domain.changes_people import PeopleChange
from bot.domain.changes_setup import SetUpChange
from bot.domain.library_changes import LibraryChange
from bot.domain.prompt_changes import PromptChange

EveryChange = Change | PeopleChange | SetUpChange | PromptChange | LibraryChange
