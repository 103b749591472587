"""Abbreviations of the field that stand where initials could."""

ABBREVIATIONS = frozenset(
    """
    ai am aob ap ar asd asb bip bsa camhs cay ce cia cic cin cla clo cme cp cpd cpm cps cse cce da dbs ddsl dob dsl dt dv eal eb ec edi
    ehc ehe ehm el elt ep esw eu ewo eyfs fe fgm fgb fsm fsw gb gcse gdpr gp ha hba hlta hmi hoy hr hsb hse ht iap id ie iep ihp irl isa
    it la lac lgb lo lp lsa lsp ltp mat mdt me ms mh na nb ncy ni nhs ni ns ok pa pc pd pe pep pfi pi pm pp ppa pr pru ps psa pta qa
    qr ra rag rap rc re rp rse scr se sen send sg si sip slt sm smt sop spa st sv sw ta tac taf tas tbc tod tv uk uln upn us usa va vc vs wp
    eef ect nqt ta's cfo coo cto pan pdf vpn gcs mfl pru qts ppt sbm scc spo ssp sld pmld mld semh sbc sla ofc tes tla cctv pod vip sos diy faq gdp bbc itv usb url www
    asc bsl csc dfe dpo eht eps esa ess fap fgc fts gdn gps hob hod hos iapt ico icb ims inset iwf jcq lgbt mfa mis nga nsp occ ofs osi pdr pgce pip pmt ppg
    pshe psp pvi qar rad rif rqt rsl rwi saf sef sfa sfl shp sims sla slp smsc ssc tfl tlr ttp uka vle vru yjs yos yr z aob i ii iii iv vi vii viii ix xi
    evc eha yp yt pex ft fts rpi sro ukcis aa
    """.split(),  # noqa: SIM905
)
