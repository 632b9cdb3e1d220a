import Foundation
import TestSupport
import Testing

/// A stranger's script finds a project whole whose names were replaced, and after a withdrawal too.
@Suite struct PseudonymBundleTests {
  @Test func theScriptAccepts() throws {
    let study = try BundleStudy()
    try study.folder.write(
      "text,kind,replacement\nKarim,person,\nEls,person,\nN-01,person,eerste\nlamp,object,\n",
      to: "names.csv")
    let said = try study.zicht("pseudonymise", "--list", "names.csv", "--key", "key.csv")
    #expect(said.contains("followed their words"))
    try study.zicht("apply")
    try study.zicht("verify")
    try check(study, "pseudonymised")
    try study.zicht("withdraw", "eerste", "--yes")
    try study.zicht("verify")
    try check(study, "withdrawn")
    let attributes = try FileManager.default.attributesOfItem(atPath: study.folder.file("key.csv"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  private func check(_ study: BundleStudy, _ name: String) throws {
    try study.zicht("bundle", name)
    let whole = try study.verify(name)
    #expect(whole.status == 0, "\(whole.output)")
    try study.zicht("bundle", name + "-redacted", "--redacted")
    let redacted = try study.verify(name + "-redacted")
    #expect(redacted.status == 0, "\(redacted.output)")
  }
}
