"""What Slack takes at most, in one table. Where a number is not in Slack's reference, the line says how it is known."""

from typing import Final

# Methods that only read: they take a form, and no JSON
READS: Final = frozenset({"conversations.history", "conversations.info", "users.conversations"})

# Requests to us
REQUEST_BYTES: Final = 1_000_000
ENVELOPES: Final = 500  # under way at once by Socket Mode; beyond that, Slack may deliver again
CALL_SECONDS: Final = 10
TRIGGER_SECONDS: Final = 2  # a trigger_id lives for three, counted from the tap
LOADING_SECONDS: Final = 1.2  # after so long a view takes the place of the answer

# Messages and views
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_CHARACTERS: Final = 13_000  # all blocks as JSON; about 13,200 answers `msg_blocks_too_long` (undocumented)
VIEW_CHARACTERS: Final = 240_000  # 250 kB answers `view_too_large`
NOTIFICATION_TEXT: Final = 4_000
MODAL_TITLE: Final = 24
MODAL_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000

# Blocks and elements
HEADER: Final = 150
ACTIONS_ELEMENTS: Final = 5  # Slack takes 25; five stay readable on a phone
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
PLAIN_TEXT_INPUT: Final = 3_000
TEXT_ELEMENT: Final = 3_000  # a section’s; for rich text none is given
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
CHECKBOXES: Final = 10
RADIO_BUTTONS: Final = 5  # Slack takes 10; a longer list is a menu
BLOCK_ID: Final = 255
ERROR: Final = 250  # on a block at fault; not in the reference, and longer ones do not stay readable

CHANNEL_NAME: Final = 80
CHANNELS_KNOWN: Final = 500  # of which we remember whether they are shared
SHARED_SECONDS: Final = 600

# Looking for our own post, or our own room, again
HISTORY_PAGE: Final = 200
HISTORY_PAGES: Final = 10
