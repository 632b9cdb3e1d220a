/// What every page starts and ends with.
enum PageFrame {
  /// The policy lets the page fetch nothing and run nothing, whatever is in it.
  static func head(_ title: String, style: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>\(HTML.text(title))</title>
    <style>
    \(PageStyle.all)\(style)
    </style></head><body>

    """
  }

  static func foot(_ provenance: [String]) -> String {
    "<footer>" + provenance.map { "<p>\(HTML.text($0))</p>" }.joined()
      + "</footer>\n</body></html>\n"
  }
}

/// Contrasts are seven to one for words, three to one for lines.
enum PageStyle {
  static let all = """
    body{margin:0 auto;max-width:72rem;padding:1rem 1.25rem 4rem;color:#1d2429;background:#fff;
    font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
    h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0;overflow-wrap:anywhere}
    header p{margin:.15rem 0}
    a{color:#004a80}
    table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}
    caption{text-align:left;padding-bottom:.5rem;max-width:45rem}
    th,td{text-align:right;padding:.2rem .75rem;border-bottom:1px solid #d5dade;
    font-variant-numeric:tabular-nums;vertical-align:top}
    th:first-child,td:first-child{text-align:left;padding-left:.5rem;min-width:9rem;
    overflow-wrap:anywhere}
    footer{margin-top:3rem;border-top:1px solid #d5dade;padding-top:.5rem;font-size:.8rem;
    color:#45505a;overflow-wrap:anywhere}
    footer p{margin:.1rem 0}
    @media (max-width:30rem){
    body{padding:.75rem .75rem 3rem}
    table{font-size:.8rem}
    th,td{padding:.25rem .2rem}
    th:first-child,td:first-child{min-width:8rem}
    }

    """

  static let transcript = """
    td[class]{border-left:.4rem solid var(--c)}
    .turn{display:grid;grid-template-columns:9rem minmax(0,1fr) 15rem;gap:0 1.25rem;margin:.7rem 0}
    .turn p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;
    line-height:calc(1.55em + (var(--n,1) - 1)*4px)}
    .who{font-size:.9rem;overflow-wrap:anywhere}
    .who time{display:block;color:#45505a;font-variant-numeric:tabular-nums}
    .interviewer p,.interviewer .who,.aside p{color:#45505a}
    .aside p{font-size:.9rem}
    mark{background:#f1f3ee;color:inherit}
    mark span{border-bottom:2px solid var(--c)}
    mark span.q{border-bottom-style:dotted}
    mark span:target{background:#ffe58a}
    .turn ul{list-style:none;margin:0;padding:0;font-size:.8rem;line-height:1.35}
    .turn li{border-left:.25rem solid var(--c);padding-left:.4rem;margin-bottom:.3rem;
    overflow-wrap:anywhere}
    .turn li.q{border-left-style:dotted}
    .turn li a{color:inherit}
    .turn small{color:#45505a;font-size:inherit}
    .sign{border-bottom:2px solid #45505a;margin-right:1rem;font-size:.9rem}
    .sign.q{border-bottom-style:dotted}
    main{margin-top:1.5rem}
    @media (max-width:52rem){
    .turn{display:block;margin:1.1rem 0}
    .who time{display:inline;margin-left:.5rem}
    .turn ul{margin-top:.35rem;display:flex;flex-wrap:wrap;gap:.25rem .9rem}
    .turn li{margin:0}
    }
    @media print{
    body{max-width:none;padding:0;font-size:10pt}
    .turn{grid-template-columns:6.5rem minmax(0,1fr) 9rem;display:grid;break-inside:auto}
    a{color:inherit;text-decoration:none}
    .up{display:none}
    mark{background:none}
    thead{display:table-header-group}
    tr,.turn li{break-inside:avoid}
    }

    """
}
