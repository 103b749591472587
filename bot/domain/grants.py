"""The table of authorisation: act by act, which roles may. Read through `permission.py`, which says who has which role."""

from bot.domain.role import Act, Role

TEAM = frozenset({Role.LEAD, Role.REVIEWER, Role.GUEST})
HOST = frozenset({Role.HEAD, Role.DSL})

GRANTS: dict[Act, frozenset[Role]] = {
    Act.PLAN_REVIEW: frozenset({Role.TRUST_LEAD}),
    Act.NAME_LEAD: frozenset({Role.TRUST_LEAD}),
    Act.CHANGE_TEAM: frozenset({Role.TRUST_LEAD, Role.LEAD}),
    # Who comes from outside the trust is for the trust to decide, and a team is left by whoever is on it.
    Act.ADD_GUEST: frozenset({Role.TRUST_LEAD}),
    Act.LEAVE_TEAM: TEAM,
    Act.ANSWER_INVITATION: frozenset({Role.INVITED}),
    Act.SEE_REVIEW: TEAM | HOST | {Role.TRUST_LEAD, Role.INVITED},
    Act.TAKE_NOTE: TEAM,
    Act.READ_NOTES: TEAM | HOST,
    Act.MARK_ANY_NOTE: frozenset({Role.LEAD}),
    Act.WALK: TEAM,
    Act.ENTER_ROOM: TEAM,
    Act.OPEN_ROOM: frozenset({Role.LEAD, Role.TRUST_LEAD}),
    Act.DRAW_TOGETHER: frozenset({Role.LEAD}),
    Act.SAY_SCHOOL_TOLD: frozenset({Role.LEAD}),
    Act.END_DAY: frozenset({Role.LEAD}),
    Act.PLAN_DAY: frozenset({Role.LEAD}),
    Act.READ_TIMETABLE: TEAM | HOST,
    Act.ANSWER_TIMETABLE: HOST,
    Act.REFLECT: TEAM,
    Act.COMPARE: TEAM,
    Act.PLAN_PROMPTS: frozenset({Role.TRUST_LEAD, Role.LEAD}),
    Act.ASK_SCHOOL: HOST | {Role.TRUST_LEAD},
    Act.READ_ANSWERS: TEAM | HOST,
    Act.MARK_ANSWER: TEAM,
    Act.DRAFT_AFFIRMATION: TEAM,
    Act.READ_DRAFT: TEAM | HOST | {Role.TRUST_LEAD},
    Act.AGREE_AFFIRMATION: frozenset({Role.HEAD}),
    Act.APPROVE_AFFIRMATION: frozenset({Role.TRUST_LEAD, Role.LEAD}),
    # Where a school has no head just now, the trust lead says who agrees for it.
    Act.HAND_AGREEMENT: frozenset({Role.HEAD, Role.TRUST_LEAD}),
    Act.SEND_BEYOND: frozenset({Role.HEAD}),
    # To stop something is never a matter of rank: the DSL need not find the head first.
    Act.PAUSE_AFFIRMATION: HOST | {Role.TRUST_LEAD},
    Act.WITHDRAW_AFFIRMATION: frozenset({Role.HEAD, Role.TRUST_LEAD}),
    Act.READ_CHANNEL: frozenset({Role.TRUST_LEAD, Role.TRUSTEE, Role.GOVERNOR, Role.COLLEAGUE}),
    Act.ANSWER_CARD: frozenset({Role.COLLEAGUE}),
    Act.ANSWER_QUESTION: HOST,
    # Where nobody has looked for strengths lately: private words, so that somebody looks. Never a list for others.
    Act.SEE_STRENGTHS: frozenset({Role.TRUST_LEAD}),
    Act.KEEP_CONTACTS: HOST | {Role.TRUST_LEAD},
    Act.SET_UP: frozenset({Role.TRUST_LEAD}),
    Act.SEE_SETTINGS: frozenset({Role.TRUST_LEAD, Role.TRUSTEE, Role.DPO, Role.COLLEAGUE}),
    Act.CHANGE_SETTINGS: frozenset({Role.TRUST_LEAD}),
    Act.LET_IN: frozenset({Role.TRUST_LEAD}),
    # The data protection officer works with kinds, counts and ids, and reads nobody's words.
    Act.REMOVE_NOTE: frozenset({Role.LEAD, Role.DPO}),
    Act.REMOVE_AFFIRMATION: frozenset({Role.LEAD, Role.DPO}),
    Act.SEE_PROOF: frozenset({Role.DPO, Role.TRUST_LEAD}),
    Act.SEE_RETENTION: frozenset({Role.DPO, Role.TRUST_LEAD}),
    Act.SET_RETENTION: frozenset({Role.DPO, Role.TRUST_LEAD}),
    Act.SEE_HELD: frozenset({Role.DPO}),
    Act.HOLD: frozenset({Role.DPO}),
    # What is held about oneself anybody may have; for somebody else the data protection officer makes it.
    Act.EXPORT_PERSON: frozenset({Role.DPO}),
    Act.ERASE_PERSON: frozenset({Role.DPO, Role.TRUST_LEAD}),
}
