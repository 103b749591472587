"""Every dialog, by the name that its buttons, its conversations and its wording go by."""

from dataclasses import dataclass

from bot.conversation import Dialog
from bot.dialogs import (
    adopt_room,
    affirm,
    agree_timetable,
    answer_invitation,
    compare,
    end_day,
    hold,
    log_evidence,
    mark_note,
    name_lead,
    plan_day,
    plan_review,
    reflect,
    remove,
    say_when,
    set_up,
    set_up_people,
    take_note,
    type_up,
    walk,
    whom_to_tell,
)


@dataclass(frozen=True)
class Registered:
    """A dialog, the kind of thing it is about, the file of its wording, and whether it shows a review's progress."""

    play: Dialog
    about: str
    wording: str
    progress: bool = False


DIALOGS: dict[str, Registered] = {
    "plan_review": Registered(plan_review.plan_review, "trust", "plan_review"),
    "accept_invitation": Registered(answer_invitation.accept_invitation, "review", "invitation"),
    "decline_invitation": Registered(answer_invitation.decline_invitation, "review", "invitation"),
    "adopt_room": Registered(adopt_room.adopt_room, "room", "room"),
    "name_lead": Registered(name_lead.name_lead, "review", "name_lead"),
    "take_note": Registered(take_note.take_note, "review", "note"),
    "log_evidence": Registered(log_evidence.log_evidence, "message", "note"),
    "object_to_note": Registered(log_evidence.object_to_note, "note", "note"),
    "note_asked": Registered(take_note.note_asked, "asked", "note"),
    "mark_note": Registered(mark_note.mark_note, "note", "note"),
    "change_last": Registered(mark_note.change_last, "note", "note"),
    "mark_excellent": Registered(mark_note.mark_excellent, "note", "note"),
    "add_kind": Registered(mark_note.add_kind, "note", "note"),
    "note_sample": Registered(mark_note.note_sample, "note", "note"),
    "sample_last": Registered(mark_note.sample_last, "note", "note"),
    "say_when": Registered(say_when.say_when, "note", "note"),
    "type_up": Registered(type_up.type_up, "review", "note"),
    "edit_note": Registered(mark_note.edit_note, "note", "note"),
    "move_note": Registered(mark_note.move_note, "note", "note"),
    "school_told": Registered(mark_note.school_told, "note", "note"),
    "enter_area": Registered(walk.enter_area, "review", "walk", progress=True),
    "pass_step": Registered(walk.pass_step, "review", "walk"),
    "pause_walk": Registered(walk.pause_walk, "review", "walk"),
    "resume_walk": Registered(walk.resume_walk, "review", "walk"),
    "draw_together": Registered(walk.draw_together, "review", "walk", progress=True),
    "end_day": Registered(end_day.end_day, "review", "end_day", progress=True),
    "plan_day": Registered(plan_day.plan_day, "timetable", "timetable"),
    "add_slot": Registered(plan_day.add_slot, "timetable", "timetable"),
    "change_slot": Registered(plan_day.change_slot, "slot", "timetable"),
    "remove_slot": Registered(plan_day.remove_slot, "slot", "timetable"),
    "send_timetable": Registered(agree_timetable.send_timetable, "timetable", "timetable"),
    "agree_timetable": Registered(agree_timetable.agree_timetable, "timetable", "timetable"),
    "ask_timetable_change": Registered(agree_timetable.ask_timetable_change, "timetable", "timetable"),
    "reflect": Registered(reflect.reflect, "reflection", "reflection"),
    "remove_reflection": Registered(reflect.remove_reflection, "reflection", "reflection"),
    "compare": Registered(compare.compare, "comparison", "comparison"),
    "add_school": Registered(set_up.add_school, "trust", "set_up"),
    "change_school": Registered(set_up.change_school, "trust", "set_up"),
    "close_school": Registered(set_up.close_school, "trust", "set_up"),
    "add_person": Registered(set_up_people.add_person, "trust", "set_up"),
    "change_person": Registered(set_up_people.change_person, "trust", "set_up"),
    "change_posts": Registered(set_up_people.change_posts, "trust", "set_up"),
    "person_leaves": Registered(set_up_people.person_leaves, "trust", "set_up"),
    "school_contacts": Registered(whom_to_tell.school_contacts, "school", "whom_to_tell"),
    "confirm_contacts": Registered(whom_to_tell.confirm_contacts, "school", "whom_to_tell"),
    "authority_contacts": Registered(whom_to_tell.authority_contacts, "authority", "whom_to_tell"),
    "draft_affirmation": Registered(affirm.draft_affirmation, "note", "affirmation"),
    "agree_affirmation": Registered(affirm.agree_affirmation, "affirmation", "affirmation"),
    "approve_affirmation": Registered(affirm.approve_affirmation, "affirmation", "affirmation"),
    "reword_affirmation": Registered(affirm.reword_affirmation, "affirmation", "affirmation"),
    "pause_affirmation": Registered(affirm.pause_affirmation, "affirmation", "affirmation"),
    "resume_affirmation": Registered(affirm.resume_affirmation, "affirmation", "affirmation"),
    "withdraw_affirmation": Registered(affirm.withdraw_affirmation, "affirmation", "affirmation"),
    "remove_note": Registered(remove.remove_note, "note", "removal"),
    "remove_affirmation": Registered(remove.remove_affirmation, "affirmation", "removal"),
    "remove_words": Registered(remove.remove_words, "words", "removal"),
    "hold_review": Registered(hold.hold_review, "review", "retention"),
    "hold_person": Registered(hold.hold_person, "trust", "retention"),
    "lift_hold": Registered(hold.lift_hold, "hold", "retention"),
    "set_retention": Registered(hold.set_retention, "trust", "retention"),
}
