"""Jobs as schools call them: a table of synonyms, read without regard to capitals, hyphens and small words."""

import difflib
from functools import cache

from bot.domain.imports import folded
from bot.domain.people import Job

CALLED: dict[Job, tuple[str, ...]] = {
    Job.HEADTEACHER: (
        *("Headteacher", "Head teacher", "Head", "Principal", "Head of school", "Executive headteacher"),
        *("Executive head teacher", "Executive head", "Executive principal", "Acting headteacher", "Acting head"),
        *("Acting head teacher", "Interim headteacher", "Interim head", "Interim head teacher", "Co-headteacher"),
        *("Associate headteacher", "Head of academy", "Acting principal", "Interim principal"),
    ),
    Job.DSL: (
        *("DSL", "Designated safeguarding lead", "Lead DSL", "Safeguarding lead", "School safeguarding lead"),
        *("Designated safeguarding officer", "Head of safeguarding at school", "Senior DSL", "Strategic DSL"),
    ),
    Job.DEPUTY_DSL: (
        *("Deputy DSL", "DDSL", "Dep DSL", "Deputy designated safeguarding lead", "Deputy safeguarding lead"),
        *("Assistant DSL", "Alternate DSL", "Deputy DSLs", "Operational DSL", "Safeguarding officer"),
    ),
    Job.SENCO: (
        *("SENCO", "SENDCO", "SEN coordinator", "SEN co-ordinator", "SEND coordinator", "SEND co-ordinator"),
        *("SEND lead", "SEN lead", "Special educational needs coordinator", "Head of SEND", "Assistant SENCO"),
        *("Special educational needs co-ordinator", "Special educational needs and disabilities coordinator"),
        *("Special educational needs and disabilities co-ordinator", "Inclusion lead and SENCO"),
    ),
    Job.ATTENDANCE_CHAMPION: (
        *("Attendance champion", "Senior attendance champion", "Attendance lead", "Attendance officer"),
        *("Head of attendance", "Attendance manager", "Attendance and welfare officer"),
    ),
    Job.DESIGNATED_TEACHER: (
        *("Designated teacher", "DT", "LAC lead", "CLA lead", "Designated teacher for looked after children"),
        *("Designated teacher for children in care", "Looked after children lead", "Designated teacher for CLA"),
        *("Designated teacher for looked after and previously looked after children", "Designated teacher for LAC"),
    ),
    Job.IT_LEAD: (
        *("IT lead", "ICT lead", "IT manager", "ICT manager", "Network manager", "Head of IT", "IT technician"),
        *("ICT technician", "Digital lead", "Filtering and monitoring lead", "Online safety lead"),
    ),
    Job.SITE_LEAD: (
        *("Site lead", "Site manager", "Premises manager", "Caretaker", "Facilities manager", "Estates manager"),
        *("Site supervisor", "Premises lead", "Estates lead", "Site team lead", "Health and safety lead"),
    ),
    Job.HR_LEAD: (
        *("HR lead", "HR manager", "HR officer", "Human resources", "Human resources manager", "HR business partner"),
        *("HR adviser", "HR advisor", "People lead", "Human resources lead", "HR administrator", "SCR lead"),
        *("Single central record lead",),
    ),
    Job.FIRST_AID_LEAD: (
        *("First aid lead", "Lead first aider", "First aid coordinator", "First aid co-ordinator", "Medical lead"),
        *("School nurse", "Welfare and first aid lead", "Medical needs lead"),
    ),
    Job.STAFF: (
        *("Staff", "Member of staff", "Teacher", "Class teacher", "Teaching assistant", "TA", "HLTA"),
        *("Deputy headteacher", "Deputy head", "Deputy head teacher", "Assistant headteacher", "Assistant head"),
        *("Assistant head teacher", "Deputy principal", "Vice principal", "Assistant principal", "Head of year"),
        *("Pastoral lead", "Pastoral manager", "Learning mentor", "School business manager", "Business manager"),
        *("SBM", "Office manager", "Administrator", "Receptionist", "Lunchtime supervisor", "Family support worker"),
        *("Inclusion lead", "Inclusion manager", "Behaviour lead", "Early years lead", "Mental health lead"),
        *("Senior mental health lead", "Cover supervisor", "Counsellor", "Tutor"),
    ),
    Job.GOVERNOR: (
        *("Governor", "Safeguarding governor", "Link governor", "Safeguarding link governor", "Local governor"),
        *("Parent governor", "Staff governor", "Academy councillor", "Local governing body member", "LGB member"),
        *("Vice chair", "Vice chair of governors", "Academy committee member", "Local academy board member"),
        *("Local board member", "Link governor for safeguarding", "Governor for safeguarding", "LAB member"),
    ),
    Job.CHAIR: (
        *("Chair", "Chair of governors", "Chair of local governing body", "Chair of LGB", "Chair of governing body"),
        *("Chair of academy committee", "Chair of local academy board", "Chair of local board", "CoG", "Co-chair"),
        *("Co-chair of governors", "Chair of academy council"),
    ),
    Job.TRUST_LEAD: (
        *("Trust safeguarding lead", "Trust lead", "Director of safeguarding", "Head of safeguarding", "Trust DSL"),
        *("Trust designated safeguarding lead", "Safeguarding director", "Trust lead for safeguarding"),
        *("Strategic safeguarding lead", "Trust wide safeguarding lead"),
    ),
    Job.TRUSTEE: (
        *("Trustee", "Safeguarding trustee", "Link trustee", "Trust board member", "Chair of trustees"),
        *("Trustee for safeguarding", "Safeguarding link trustee", "Chair of trust board"),
    ),
    Job.DPO: ("DPO", "Data protection officer", "Data protection lead", "Trust DPO"),
}
"""What each is called; the first is what we call it."""

_SMALL = frozenset({"the", "of", "a", "an", "for"})


def _bare(words: str) -> str:
    return " ".join(word for word in folded(words.replace("&", " and ")).split() if word not in _SMALL)


@cache
def _jobs() -> dict[str, Job]:
    names = {_bare(name): job for job, called in CALLED.items() for name in called}
    # "Co-ordinator" is folded to two words, and some write one.
    return names | {name.replace("co ordinator", "coordinator"): job for name, job in names.items()}


def job_of(words: str) -> Job | None:
    """The job that somebody means, or None where it is not in the table."""
    bare = _bare(words).replace("co ordinator", "coordinator")
    return _jobs().get(bare) or (_jobs().get(bare[:-1]) if bare.endswith("s") else None)


def nearest(words: str) -> str:
    """The job whose name is nearest, as we call it; nothing where none is near."""
    near = difflib.get_close_matches(_bare(words[:80]), list(_jobs()), n=1, cutoff=0.7)
    return CALLED[_jobs()[near[0]]][0] if near else ""
