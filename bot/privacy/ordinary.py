"""Words a school writes with a capital that are not people's names: they end a name or rule one out.

Kept short on purpose. A trust's own schools, houses and programmes come in through its vocabulary.
"""

_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
sept oct nov dec spring summer autumn winter term easter christmas ramadan eid diwali halloween
"""
_SCHOOL = """
year years key stage reception nursery early foundation primary secondary infant infants junior juniors sixth form class
classes school schools academy academies college trust trusts federation house houses hall centre center hub room rooms
block building wing office library canteen playground site field campus gate pupil pupils child children student students boy
boys girl girls staff teacher teachers teaching tutor tutors parent parents mum dad mums dads mother father mam gran nan grandad grandma uncle aunt auntie carer carers family families governor governors
trustee trustees head heads deputy assistant lead leads leader leaders leadership team teams senior middle board committee
council councils chair vice link officer officers worker workers manager managers supervisor supervisors caretaker receptionist
director chief executive principal vice inclusion behaviour attendance welfare wellbeing pastoral mentor mentors counsellor
premium voice view survey surveys panel ambassadors ambassador prefects services service support protection safeguarding
safety safe safer keeping education educational health care social work mental emotional special needs disability designated online digital behavioural curriculum subject
adult adults every child matters matter world day week month
"""
_SUBJECTS = """
english maths mathematics science french german spanish history geography art drama music dance computing ict pshe rshe rse
re pe pd btec gcse gcses sats phonics reading writing spelling literacy numeracy physics chemistry biology business design
technology food textiles media sociology psychology latin mandarin citizenship careers sport sports football rugby netball
"""
_PLACES = """
england english wales welsh scotland scottish ireland irish britain british europe european london city county borough
town street road avenue lane north south east west northern southern eastern western central national international local
authority police church hospital university nhs ofsted dfe lado mash camhs cahms eap
"""
_BODIES = """
childline nspcc barnardo barnardo's operation encompass prevent channel kooth working together cpoms myconcern arbor bromcom
sims smoothwall senso securly lightspeed impero google microsoft teams slack zoom facebook instagram snapchat tiktok whatsapp
roblox fortnite youtube discord ai kcsie roma gypsy traveller muslim sikh hindu jewish tesco asda lidl aldi greggs lego
"""
_TONGUES = """
albanian amharic arabic bengali bulgarian cantonese cornish czech danish dari dutch farsi filipino finnish gaelic greek gujarati hausa
hebrew hindi hungarian igbo italian japanese korean kurdish latvian lingala lithuanian luganda malay malayalam maltese nepali norwegian
oromo pahari pashto patois persian polish portuguese potwari punjabi romanian romani romany russian serbian shona sinhala slovak somali
sorani sylheti swahili swedish tagalog tamil telugu thai tigrinya turkish twi ukrainian urdu vietnamese yiddish yoruba afghan african
albania afghanistan american australian bangladeshi bangladesh caribbean china chinese congolese eritrean eritrea ethiopian ghana ghanaian
indian iranian iraqi jamaican kenyan kosovan nigeria nigerian pakistan pakistani poland romania somalia sudan sudanese syria syrian turkey
ukraine vietnam zimbabwean christian christianity islam islamic hinduism sikhism judaism buddhist buddhism catholic anglican methodist
orthodox quaker
"""
_PAPERS = """
annex part section paragraph page policy policies procedure procedures plan plans report reports register record records log
logs form forms file files review reviews audit action actions agenda minutes meeting meetings training induction visit visits
check checks checklist data evidence note notes summary outcome outcomes recommendation recommendations appendix version
act bill law code conduct guidance inquiry conference referral referrals threshold thresholds matrix risk assessment level
dbs scr sen send sendco senco dsl ddsl ehcp ehc pep cin cp lac cla fsm eal iep hr it ta mat ceo slt lgb pta
"""
_SENTENCE = """
a about after again agreed all also always an and another any anyone are as asked at back be because been before behaviour
being best better both but by can clear could current day did do does done down during each either every everyone everything
except excellent external few first for former four from full further good great group groups had has have he her here his
how however i if in interviewed is it its just last later least less like little lots low made make many may me met might more
most much must my named nearly new next no nobody none nor not nothing now of off often old on once one only open or other others
our out outside over own per quality regular same saw second seen separate several she should since so some someone spoke staff
still strong such than that the their them then there these they third this those three through to today told tomorrow
two under until up us used very was we well were what when where which while who whole whom whose why will with within
without would yes yesterday you your young thank thanks please lovely brilliant super really talked looked observed
"""
_INSTITUTIONS = """
school schools academy academies college primary infant infants junior juniors secondary grammar high trust foundation house
centre hall wing building block room class hospital church chapel network federation award awards charity lodge road street
avenue lane park site campus sixth nursery
"""
# Written after "miss", "dr" or "mr" in small letters, none of these is a surname.
_NEVER_SURNAMES = """
a an and any anything appointment appointments around as at both breaks class classes could did each either every everything
about asked said told says did does for from had has have he her his home in is it its key lesson lessons letter lots lunch many men more most much my nothing on one or our
out part parts people school session sessions she signs so some something surgery than that the their them then there these
assembly briefing briefings breakfast call calls chance chances checks deadline deadlines detail details inset meeting meetings
registration reminders sign signs step steps twilight twilights update updates vital
they things this those time to too training two us was we were what when which who will with work would you your
"""
ORDINARY = frozenset((_CALENDAR + _SCHOOL + _SUBJECTS + _PLACES + _TONGUES + _BODIES + _PAPERS + _SENTENCE).split())
# What a great person's name becomes when a place or a body carries it.
INSTITUTIONS = frozenset(_INSTITUTIONS.split())
NEVER_SURNAMES = frozenset(_NEVER_SURNAMES.split())
