/// What the made-up language of the corpora is put together from.
enum DutchWords {
  /// Words that hold sentences together, most frequent first.
  static let function = words(
    """
    de ik het en een dat van in je is niet die wel we er maar ze was op voor met als dan ook ja om
    aan te zo nou daar naar wat hebben heb zijn bij nog toen heel of uit al gewoon hier nu moet over
    door kan want gaat echt meer mijn hoor hun deze veel zeg mij kunnen hij dus toch altijd hoe waar
    dit weer tegen eigenlijk geen iets allemaal alles had omdat goed zou tot na ons zelf komt moeten
    wij eens haar onder werd waren zal hem doen terug mag willen misschien vaak nooit iemand niemand
    soms erg beetje waarom wie zien staan vind later vroeger elkaar samen bijna helemaal eigen paar
    twee drie tussen zonder sinds tijdens volgens zoals terwijl hoewel zodat één hè zó vóór
    """)

  /// Words of talk about living somewhere, most frequent first.
  static let content = words(
    """
    huis straat mensen jaar kinderen tijd keer oude nieuwe grote stad school park tuin trap flat
    fiets tram werk geld week dag nacht zomer winter vader moeder zoon dochter vriend gesprek brief
    krant avond rust licht lucht mooi lelijk kapot netjes schoon vies stil warm koud klein hoog laag
    breed smal leeg bekend vreemd trots boos bang blij moe ziek gezond arm rijk jong vrij balkon lift
    kelder keuken badkamer schimmel lawaai politie vuilnis zwerfvuil parkeren uitkering duur goedkoop
    betalen sparen lening bank familie opa oma kennis bijeenkomst besluit wethouder ambtenaar
    verhuurder huurder eigenaar aannemer architect makelaar notaris rechter advocaat stichting
    voorzitter vrijwilliger kerk moskee buurthuis speeltuin voetbal bibliotheek dokter ziekenhuis
    thuiszorg uitzicht sfeer gezellig saai feest boodschappen voorjaar najaar ochtend middag heimwee
    toekomst verleden verandering verbetering achteruitgang vertrouwen wantrouwen belofte afspraak
    regeling kosten bedrag procent wachtlijst keuze voorkeur klacht probleem oplossing gevolg oorzaak
    mening gevoel financiële coöperatie privé reünie geïnteresseerd beëindigd categorieën patiënten
    enquête crèche scène ideeën geërgerd gecreëerd drieëndertig foto's auto's oma's
    """)

  /// What compounds are made of.
  static let stems = words(
    """
    woning corporatie wijk buurt sloop nieuwbouw project carrousel leefbaarheid huur koop stad
    gemeente bewoner renovatie verhuis plein winkel groen overlast veiligheid samenhang contact
    netwerk vernieuwing herstructurering beleid subsidie urgentie participatie inspraak menging
    segregatie integratie jongeren ouderen gezin starter doorstroom toewijzing vergoeding plan
    vergadering commissie raad bestuur vereniging bouw grond kavel portiek galerij etage dak gevel
    fundering isolatie onderhoud beheer toezicht verkeer markt kern rand zone kwartier blok complex
    migratie armoede inkomen zorg welzijn sport cultuur geschiedenis herinnering identiteit
    gehechtheid onrust verlies verdringing ontmoeting uitsluiting zeggenschap tegenspraak initiatief
    """)

  /// Stems that take an s before another stem.
  static let linked: Set<String> = [
    "leefbaarheid", "stad", "veiligheid", "vernieuwing", "herstructurering", "beleid", "bestuur",
    "vereniging", "toewijzing", "gezin", "identiteit", "gehechtheid", "bewoner", "verdringing",
    "welzijn", "verkeer", "verlies", "ontmoeting", "uitsluiting", "zeggenschap", "initiatief",
  ]

  static let onsets = words(
    "b br d dr f g gr h j k kl kr l m n p pl pr r s sch sl sp st str t tr v vl w z zw")
  static let nuclei = words("a aa e ee i ie o oo u uu ei ij ou oe ui é ï ö")
  static let codas = words("k l n r s t m p f ng nk st cht rt nd ld rs") + ["", "", "", ""]
  static let prefixes = words("ge be ver ont her aan af uit op door in over") + ["", "", "", ""]
  static let suffixes =
    words("en en te de lijk lijke heid ing ingen tje tjes er ers ig ige") + ["", "", ""]

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
