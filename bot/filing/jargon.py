"""The field's abbreviations and shorthand, and slips that are made often, each with what it stands for. Our own list."""

_LISTED = """
sg safeguarding | sgd safeguarding | safegaurding safeguarding | safeguardng safeguarding | sfg safeguarding
cp child protection | dsl designated safeguarding lead | dsls designated safeguarding leads
ddsl deputy designated safeguarding lead | ddsls deputy designated safeguarding leads | dds deputy safeguarding lead
dslt designated safeguarding team | ht headteacher head | hoy head of year pastoral | hoys heads of year pastoral
hos head of school | hod head of department | slt senior leadership team leaders | smt senior leaders
lgb local governing body governors | lgc local governing committee governors | gov governor | govs governors
govenor governor | govenors governors | governers governors | ceo chief executive trust leader | cofg chair of governors
cog chair of governors | sbm school business manager | hr human resources staff records | eht executive headteacher
scr single central record | dbs disclosure barring check vetting | rtw right to work check vetting
s128 section 128 check single central record | s175 section 175 return self assessment assurance
s157 section 157 return self assessment assurance | s11 section 11 return partnership | qa quality assurance
qad quality assurance | sef self evaluation | sip school improvement plan | sdp school development plan
lac looked after child | cla looked after child care | plac previously looked after child | clas looked after children
pep personal education plan looked after | peps personal education plans looked after | dt designated teacher looked after
vsh virtual school head looked after | pp pupil premium disadvantaged | fsm free school meals disadvantaged
send special educational needs disabilities | sen special educational needs | senco special educational needs coordinator
sendco special educational needs coordinator | senda special educational needs | ehcp education health care plan special needs
ehcps education health care plans special needs | arp resource base special needs | yc young carers | ycs young carers
kcsie keeping children safe in education guidance | kcsi keeping children safe in education guidance
wtsc working together partnership | mash multi agency safeguarding hub front door referral
marf multi agency referral form referral | csc children's social care | sc social care | sw social worker
sws social workers | lado local authority designated officer allegation | llc low level concern adult conduct
llcs low level concerns adult conduct | cin child in need plan | icpc initial child protection conference
rcpc review child protection conference | cpc child protection conference | taf team around the family meeting
tafs team around the family meetings | tac team around the child meeting | eh early help | eha early help assessment
ehas early help assessments | fsw family support worker | flo family liaison officer | nfa no further action
cpoms recording system records log | cpom recording system records log | myconcern recording system records log
ebsa emotionally based school avoidance attendance | ebsna emotionally based school avoidance attendance
ap alternative provision | pa persistent absence attendance | ewo education welfare officer attendance
cme child missing education attendance | ehe elective home education attendance | att attendance | attend attendance
attendence attendance | pru alternative provision | hsb harmful sexual behaviour | cce child criminal exploitation
cse child sexual exploitation | fgm female genital mutilation | da domestic abuse | dv domestic abuse
dva domestic abuse | coca child on child abuse | poc peer on peer | asb antisocial behaviour local community
lscp local safeguarding children partnership | lscb local safeguarding children board partnership
mace multi agency exploitation partnership | marac domestic abuse multi agency meeting | yjs youth justice service
yot youth offending team | yos youth offending service | sso safer schools officer police | pcso police community officer
camhs child adolescent mental health service | cahms child adolescent mental health service
mhst mental health support team | smhl senior mental health lead | elsa emotional literacy support wellbeing
mhfa mental health first aid | mh mental health | wellbeing mental health | sh self harm
ihp individual healthcare plan medical | ihps individual healthcare plans medical | ihcp individual healthcare plan medical
hcp healthcare plan medical | aai adrenaline auto injector allergy | epipen adrenaline allergy medicine
epipens adrenaline allergy medicine | meds medicines medication | med medical | paed paediatric first aid
ra risk assessment | ras risk assessments | rar risk register | evc educational visits coordinator trips
peep personal evacuation plan fire | peeps personal evacuation plans fire | h&s health and safety | hs health safety
inset staff training day | cpd staff training development | ect early career teacher | ects early career teachers
nqt early career teacher | ta teaching assistant | tas teaching assistants | hlta teaching assistant
mdsa midday supervisor lunchtime staff | mdsas midday supervisors lunchtime staff | msa midday supervisor lunchtime staff
msas midday supervisors lunchtime staff | mdms midday supervisors | pshe curriculum lessons personal social health
pshce curriculum lessons personal social health | rshe relationships sex health education curriculum
rse relationships sex education curriculum | pse curriculum lessons personal | smsc curriculum | pd personal development
eal english additional language | grt gypsy roma traveller culture | lgbt inclusive identity | lgbtq inclusive identity
edi equality diversity inclusion | isa information sharing agreement | dpia data protection impact assessment
gdpr data protection | dpo data protection officer | ukcis sharing nudes online incident | ceop online incident report
iwf online incident images | byod own devices filtering wifi | vpn filter bypass | vpns filter bypass
it computers technology | ict computing technology | ai artificial intelligence | esafety online safety
f&m filtering and monitoring | sna school nurse | ep educational psychologist | eps educational psychologists
cspr child safeguarding practice review learning | scr's single central record | yr year | yrs years | grp group
wk week | wks weeks | wkly weekly | mthly monthly | termly each term | mtg meeting | mtgs meetings | refs references
ref reference referral | gd good | beh behaviour | behav behaviour | behavior behaviour | curric curriculum
vol volunteer | vols volunteers | la local authority | las local authorities | recs records | rec record | incl including
w with | esp especially | w/o without | btw between | pls please | dept department | sch school | schs schools | chn children
ch children | chld child | kids children pupils | kid child pupil | yp young people | student pupil | students pupils
teh the | thier their | recieved received | beleive believe | definately definitely | bulling bullying | bully bullying
counseling counselling | councelling counselling | councillor counsellor councillor | alegation allegation
alegations allegations | refferal referral | referal referral | referals referrals | asessment assessment
assesment assessment | assesments assessments | medecine medicine | alergy allergy | recrutment recruitment
vulnrable vulnerable | vunerable vulnerable | poilcy policy | polices policies | trianing training | traning training
filtring filtering | montoring monitoring | lannyard lanyard | visiters visitors | visitor visitors
lad boy pupil | lads boys pupils | girl pupil | mum parent | dad parent | mums parents | dads parents | carer parent
nude image online incident | nudes images online incident | sexting images online incident | snap snapchat online
whatsapp group chat online | tiktok social media online | insta social media online | vapes vaping | lockdowns lockdown
bruise injury | swimming trip safety | coach transport trip | minibus transport trip | fob access entry | fobs access entry
buzzer entry access | intercom entry access | handbook document | cert certificate training | certs certificates training
detention sanction behaviour | isolation removal behaviour | suspended suspension behaviour | expelled exclusion behaviour
register attendance | imam faith community | vicar faith community | mosque faith community | church faith community
noone nobody | dont not | doesnt not | didnt not | cant cannot | wasnt not | arent not | isnt not | hasnt not | wont not
""".replace("\n", " | ")


def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in _LISTED.split("|"):
        short, *words = entry.split()[:1] + entry.split()[1:] if entry.split() else [""]
        if short and words:
            found[short] = tuple(words)
    return found


JARGON = _read()
