import TestSupport
import Testing

/// What was merged is proved to others as anything else is.
@Suite struct MergeBundleTests {
  @Test(.enabled(if: Program.python != nil, "there is no python3 here"))
  func aMergedProjectIsVerifiedWithoutZicht() throws {
    let study = try BundleStudy()
    try study.zicht("kit", "lotte", "-o", "lotte.zicht", "noord/n-01.txt", "zuid/z-01.txt")
    let lotte = ["--project", "lotte.zicht", "--coder", "lotte"]
    try study.zicht(
      ["code", "add", "police", "noord/n-01.txt", "--quote", "Dertig jaar"] + lotte)
    try study.zicht(["code", "add", "buren", "--new", "zuid/z-01.txt", "--at", "110-120"] + lotte)
    try study.zicht(["retract", "zuid/z-01.txt:110-120"] + lotte)
    try study.zicht(["undo"] + lotte)
    let here = ["--project", "study.zicht"]
    try study.zicht(["merge", "lotte.zicht", "--yes"] + here)
    try study.zicht(["undo"] + here)
    try study.zicht(["merge", "lotte.zicht", "--yes"] + here)
    try study.zicht(["verify"] + here)
    try study.zicht(["bundle", "review"] + here)
    let (status, output) = try study.verify("review")
    #expect(status == 0, "\(output)")
    #expect(output.contains("verified: nothing altered"))
  }
}
