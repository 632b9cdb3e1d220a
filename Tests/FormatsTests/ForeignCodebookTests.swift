import Coding
import Formats
import TestSupport
import Testing

/// Codebooks and dictionaries as their programs write them.
@Suite struct ForeignCodebookTests {
  /// The codes with their words, indented, and then what was said about them.
  static func outline(_ text: String, file: String = "words.txt") -> String {
    let found = readForeignCodebook(Array(text.utf8), file: file)
    var lines: [String] = []
    for (_, depth, code) in found.codebook?.allCodes ?? [] {
      let lists = found.codebook?.lists ?? []
      let words = code.rules.flatMap { rule in
        lists.first { "@" + $0.name == rule.rule.text }?.entries ?? ["?"]
      }
      let indent = String(repeating: "  ", count: depth)
      let colour = code.colour.isEmpty ? "" : " \(code.colour)"
      let isDefined = !code.definition.hasPrefix("No definition in")
      lines.append(
        "\(indent)\(code.id) '\(code.label.nl)'\(colour)"
          + (isDefined ? " (\(code.definition))" : "")
          + (words.isEmpty ? "" : ": " + words.joined(separator: ", ")))
    }
    for finding in found.diagnostics where !finding.message.text.contains("without a definition") {
      lines.append("\(finding.place.line) \(finding.severity.rawValue): \(finding.message.text)")
    }
    return lines.joined(separator: "\n")
  }

  private func kind(_ text: String) -> ForeignCodebookKind? {
    readForeignCodebook(Array(text.utf8), file: "x").kind
  }

  @Test func wordStat() {
    let text = """
      SOUTH
      \tZA
      \t\tSOUTH_AFRICA (1)
      \t\tS AFRICAN* (1)
      \t\tCAPE TOWN (2)
      \tNA
      \t\tNAMIBIA? (1)
      \t\t@NEAR_WAR [WAR NEAR PEACE /C /D5] (1)
      \tEMPTY
      NORTH
      \tNOT (1)
      \t:-) (1)

      """
    #expect(kind(text) == .wordStat)
    #expect(
      Self.outline(text) == """
        south 'SOUTH'
          za 'ZA': "SOUTH AFRICA", "S AFRICAN*", "CAPE TOWN"
          na 'NA': NAMIBIA?
          empty 'EMPTY'
        north 'NORTH': "NOT"
        0 note: an underscore was read as a blank in 1 entry
        5 warning: the weight 2 of 'CAPE TOWN' is not carried over: it counts once
        8 warning: not carried over: '@NEAR_WAR [WAR NEAR PEACE /C /D5]': a rule of proximity; write it as a rule
        12 warning: not carried over: ':-)': it has no letters or digits
        """)
    // As quanteda's issue 459 has it: blanks before the tabs.
    #expect(
      Self.outline("SOUTH\n   \tBW\n   \t\tBotswana (1)\n   \tLS\n   \t\tLesotho (1)\n")
        == "south 'SOUTH'\n  bw 'BW': Botswana\n  ls 'LS': Lesotho")
  }

  @Test func liwc() {
    let text = """
      %
      01\tA category
      02\tAnother category
      %

      more\t01
      lamb*\t01\t02
      kind of\t02
      little 1 2
      like\t(02 134)125/464\t01
      lost\t09

      """
    #expect(kind(text) == .liwc)
    #expect(
      Self.outline(text) == """
        a-category 'A category': more, lamb*, little, like
        another-category 'Another category': lamb*, "kind of", little
        10 warning: not carried over: '(02 134)125/464': a condition on the words around it
        11 warning: not carried over: 'lost' in category '09', which isn't there
        """)
  }

  /// A word of a category below is one of the categories above too: it is in the lowest alone.
  @Test func liwc2015IsATree() {
    let text = """
      %
      1\tfunction (Function Words)
      \t2\tpronoun (Pronouns)
      \t\t3\tppron (Personal Pronouns)
      4\taffect (Affect)
      %
      i\t1\t2\t3
      it\t1\t2
      about\t1
      happ*\t4
      ((i) like*)\t4

      """
    #expect(
      Self.outline(text) == """
        function 'function (Function Words)': about
          pronoun 'pronoun (Pronouns)': it
            ppron 'ppron (Personal Pronouns)': i
        affect 'affect (Affect)': happ*
        11 warning: not carried over: '((i) like*)': a condition on the words around it
        """)
  }

  @Test func liwc22() {
    let text = "DicTerm,Joy,Anger\nblij*,X,\nboos,,X\nfel,0.5,1\n\"heel boos\",,X\n"
    #expect(kind(text) == .table)
    #expect(
      Self.outline(text) == """
        joy 'Joy': blij*, fel
        anger 'Anger': boos, fel, "heel boos"
        4 warning: the weight '0.5' of 'fel' is not carried over: it counts once
        """)
  }

  @Test func lexicoder() {
    let text = "+NEGATIVE\na lie\nabandon*\n+NEG_POSITIVE\nbest not\n"
    #expect(kind(text) == .lexicoder)
    #expect(
      Self.outline(text)
        == "negative 'NEGATIVE': \"a lie\", abandon*\nneg-positive 'NEG_POSITIVE': \"best not\"")
  }

  @Test func yoshikoder() {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <dictionary style="050805" patternengine="substring">
      \t<cnode name="Laver &amp; Garry" desc="Laver &amp; Garry">
      \t\t<cnode name="CULTURE" desc="Kunst en cultuur">
      \t\t\t<pnode name="art*"/>
      \t\t\t<cnode name="HIGH"><pnode name="*opera" score="2"/></cnode>
      \t\t</cnode>
      \t\t<cnode name="ECONOMY" desc=""><pnode name="tax"/><pnode name="TAX"/></cnode>
      \t</cnode>
      </dictionary>
      """
    #expect(kind(text) == .yoshikoder)
    let book = readForeignCodebook(Array(text.utf8), file: "lg.ykd").codebook
    #expect(book?.id == "laver-garry")
    #expect(
      Self.outline(text) == """
        culture 'CULTURE' (Kunst en cultuur): art*
          high 'HIGH': *opera
        economy 'ECONOMY': tax
        6 warning: the score '2' of '*opera' is not carried over
        """)
    let expressions =
      "<dictionary patternengine=\"regexp\"><cnode name=\"A\"><pnode name=\"^a+$\"/><pnode name=\"b\"/></cnode></dictionary>"
    #expect(
      Self.outline(expressions)
        == "a 'A': b\n1 warning: not carried over: '^a+$': a regular expression")
  }

  @Test func yaml() {
    let text = """
      # A dictionary.
      ---
      US:
        MA: Boston
        CA: [Sacramento, "Los Angeles"]   # two
        '': Washington DC
      "Jape\\u006e":
      - Tokyo
      - "'s morgens"
      - sub:
        - Kyoto
        - no
      empty:
      map: {a: [x, y],
        "b": z}
      __: los

      """
    #expect(kind(text) == .yaml)
    #expect(
      Self.outline(text) == """
        us 'US': "Washington DC"
          ma 'MA': Boston
          ca 'CA': Sacramento, "Los Angeles"
        japen 'Japen': Tokyo, "s morgens"
          sub 'sub': Kyoto, no
        empty 'empty'
        map 'map'
          a 'a': x, y
          b 'b': z
        16 warning: not carried over: 'los': it stands in no category
        """)
  }

  @Test(arguments: [
    ("a:\n  - *able\n", "2:5", "'*' has a meaning in YAML that dictionaries don't need"),
    ("a: &x b\n", "1:4", "'&' has a meaning in YAML that dictionaries don't need"),
    ("a: |\n  b\n", "1:4", "'|' has a meaning in YAML that dictionaries don't need"),
    ("a:\n\t- b\n", "2:1", "a tab, with which YAML can't be indented"),
    ("a: \"b\n", "1:4", "a quote that is never closed"),
    ("a: [b, c\n", "1:9", "',' or a closing bracket should stand here"),
    ("a: [b, c]]\n", "1:10", "something more behind a text"),
    ("a: b\na: c\n", "2:1", "the key 'a' stands here twice"),
    ("a: b\n   c: d\n", "2:4", "this is indented otherwise than what it belongs to"),
    ("a: b\n---\nc: d\n", "2:1", "a second document in the file"),
    ("a: b\nc\n", "2:1", "neither a key nor a word of a list"),
    ("a: {b c}\n", "1:8", "':' should stand here"),
  ]) func yamlThatIsNotRead(_ text: String, _ place: String, _ message: String) {
    let found = readForeignCodebook(Array(text.utf8), file: "x")
    #expect(found.codebook == nil)
    let first = found.diagnostics.first
    #expect(first.map { "\($0.place.line):\($0.place.column)" } == place)
    #expect(first?.message.text == message)
  }

  @Test func taguettesTable() {
    let text = """
      tag,description,number of highlights,number of documents
      wonen,Waar men woont,3,2
      wonen.lang,,1,1
      sfeer.goed,"gezellig,
      en meer",1,1

      """
    #expect(
      Self.outline(text) == """
        wonen 'wonen' (Waar men woont)
          lang 'lang'
        sfeer 'sfeer'
          goed 'goed' (gezellig,
        en meer)
        1 note: columns left out: 'number of highlights', 'number of documents'
        """)
  }

  @Test(arguments: [
    "code;bovenliggende code;definitie;kleur\nBank;Plek;Een bank;#b71C1C\nPlek;;Een plek;\nBoom;Plek;;rood\n",
    "Farbe\tBeschreibung\tOberkategorie\tKategorie\tCode\n#B71C1C\tEen bank\tx\tPlek\tBank\n\tEen plek\tx\t\tPlek\nrood\t\tx\tPlek\tBoom\n",
  ]) func tablesInAnyOrderAndLanguage(_ text: String) {
    let outline = Self.outline(text).split(separator: "\n").filter { !$0.contains("columns left") }
    #expect(
      outline.joined(separator: "\n") == """
        plek 'Plek' (Een plek)
          bank 'Bank' #b71c1c (Een bank)
          boom 'Boom'
        4 warning: 'rood' is no colour that we know, and is left out
        """)
  }

  @Test func pathsAndWords() {
    #expect(
      Self.outline("path,words\nA/B,\"een; twee woorden\"\nA,drie\n")
        == "a 'A': drie\n  b 'B': een, \"twee woorden\"")
    #expect(
      Self.outline("code,parent\na,b\nb,a\nc,\n")
        == """
        2 error: a code that is below itself, or more than 50 deep
        3 error: a code that is below itself, or more than 50 deep
        """)
  }

  @Test func qualCodersPaths() {
    let expected = """
      buurt 'Buurt'
        sfeer 'Sfeer'
          gezellig 'gezellig' (fijn, hier)
        plek 'plek'
      los 'los'
      """
    let paths = "Buurt>>Sfeer>>gezellig\tfijn, hier\nBuurt>>plek\nlos\n"
    #expect(kind(paths) == .paths)
    #expect(Self.outline(paths) == expected)
    #expect(
      Self.outline("Buurt>>Sfeer>>gezellig,\"fijn, hier\"\nBuurt>>plek,\nlos,\n") == expected)
    let list = """
      Codebook for wijk
      ========
      Category:Buurt, catid:1, Owner: anna
      Memo:\u{20}
      --Category:Sfeer, catid:2, Owner: anna
      --Memo:\u{20}
      ----Code: gezellig, cid:1, Frq: 3, Owner: anna
      ----Memo: fijn, hier
      --Code: plek, cid:2, Frq: 0, Owner: anna
      --Memo:\u{20}
      Code: los, cid:3, Frq: 1, Owner: bob
      Memo:\u{20}
      """
    #expect(kind(list) == .paths)
    #expect(Self.outline(list) == expected)
  }

  @Test func namesBecomeIDs() {
    let found = readForeignCodebook(
      Array("+Één ding!\nx\n+Een  ding\ny\n+日本\nz\n+negation\nniet\n+!\nq\n".utf8),
      file: "a/Mijn Lijst.2.lc3")
    #expect(
      found.codebook?.codes.map(\.id) == ["een-ding", "een-ding-2", "code", "negation", "code-2"])
    #expect(found.codebook?.id == "mijn-lijst-2")
    #expect(found.codebook?.codes[0].label == Label(nl: "Één ding!", en: "Één ding!"))
    // A list of that name would take the place of Zicht's own.
    #expect(found.codebook?.lists.map(\.name).contains("negation") == false)
  }

  @Test(arguments: [
    ("", "the file is empty"),
    ("{\"id\": 1}", "this is JSON, which no other program's codebook is"),
    ("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"/>", "this is a codebook of REFI-QDA (QDC)"),
    ("<html></html>", "this is XML or HTML, but no dictionary that we know"),
    ("Zomaar een zin.\nEn nog een.\n", "this is no codebook or dictionary that we know"),
    ("%\n1\ta\n", "the categories are never closed"),
    ("+\n", ""), ("code\n", "no codes are in it"),
    ("<dictionary><cnode name=\"a\">", "the file is damaged on line 1"),
    (
      "<!DOCTYPE x [<!ENTITY a \"b\">]><dictionary/>",
      "the file has a document type, which no document needs"
    ),
    ("PK\u{3}\u{4}", "this is a zip archive, not text"),
  ]) func whatCantBeRead(_ text: String, _ message: String) {
    let found = readForeignCodebook(Array(text.utf8), file: "x")
    #expect((found.codebook == nil) == !message.isEmpty)
    let errors = found.diagnostics.filter { $0.severity == .error }
    let isAsTold = (errors.first?.message.text ?? "").hasPrefix(message)
    #expect(isAsTold, "\(errors)")
  }
}
