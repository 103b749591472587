"""What Teams takes at most, in one table. Where a number is not in Microsoft's reference, the line says how it is known."""

from typing import Final

VERSION: Final = "1.5"  # of Adaptive Cards: the newest that Teams takes on every kind of client

# Messages and dialogs
MESSAGE_BYTES: Final = 28_000  # as UTF-8. Teams says 100 KB counted as UTF-16; older clients and pages say 28 KB
CARD_BYTES: Final = 27_000  # the card in it; the rest is for what stands around it
REFRESH_USERS: Final = 60
SUMMARY: Final = 250  # what a notification shows; no number is given, and more is cut there

# Actions
ACTIONS: Final = 5  # at one place; Teams draws six, and five in a row stay readable
ACTION_TITLE: Final = 75  # not in the reference: what a button takes in two lines of a phone
DIALOG_TITLE: Final = 60  # not in the reference: longer ones are cut by the client

# Inputs
TEXT: Final = 12_000  # the longest that a dialog of ours asks for; Teams gives no limit but the message's
LABEL: Final = 500
EXPANDED: Final = 5  # of one out of several: so many stand open, more are a menu
TICKS: Final = 10  # of several: so many stand as boxes, more are a menu
FILTERED: Final = 12  # from so many on, the menu is searched by typing
LISTED: Final = 300  # options of one menu; a longer one, or one for which there is no room, is searched by typing
MATCHES: Final = 20  # of those that match what was typed, so many are offered
SOUGHT: Final = 80  # characters that may be typed to look for somebody
OPTION: Final = 110
OPTION_CUTS: Final = (OPTION, 70, 45, 30)  # tried one after another where a form does not fit
OPTION_VALUE: Final = 150

# Fields that come back
FIELDS: Final = 64  # in one form; ours have at most six questions
