// What a host does besides the lines of a script: one case for each row of the table in `tests/vectors/README.md`.

import ChildFirstKit
import Foundation

extension VectorRun {
    /// Does what a host step says.
    func host(_ step: JSON) throws -> JSON {
        switch try text(step, "do") {
        case "device":
            let recoveryKey = step["recovery_key"]?.isTrue == true ? pair?.public : nil
            try goOn(with: text(step, "name"), recoveryKey: recoveryKey)
            return nothing
        case "install":
            return try lines([app.guidance().installPack(Repository.vectors(text(step, "file")))])
        case "values":
            let bytes = try Repository.vectors(text(step, "file"))
            return try lines([app.guidance().installValues(pack: text(step, "pack"), bytes: bytes)])
        case "vault":
            try here.vault.answers(text(step, "answers"))
            return nothing
        case "lock":
            try app.lock()
            return nothing
        case "unlock":
            try unlock()
            return nothing
        case "reopen":
            try open()
            return nothing
        case "open_twice":
            _ = try ChildFirst.open(at: here.folder).unlock(vault: here.vault)
            return nothing
        case "open_below_a_file":
            let file = root.url.appendingPathComponent("f")
            try Data("f".utf8).write(to: file)
            _ = try ChildFirst.open(at: file.appendingPathComponent("below"))
            return nothing
        case "fixture":
            let folder = root.url.appendingPathComponent("fixture")
            let from = try Repository.folder.appendingPathComponent("tests/fixtures/\(text(step, "name"))/data")
            try FileManager.default.copyItem(at: from, to: folder)
            try add("fixture", at: folder)
            try unlock()
            return nothing
        case "recovery_keypair":
            let pair = try recoveryKeypair()
            self.pair = pair
            return lines([pair.public])
        case "recover":
            return try recovered(step)
        case "start_new_records":
            return try lines(["\(app.startNewRecords())"])
        case let other:
            return try ofTheInteraction(other, step) ?? ofTheRecords(other, step) ?? ofTheUpdates(other, step)
                ?? ofAFile(other, step)
        }
    }

    private func ofTheInteraction(_ what: String, _ step: JSON) throws -> JSON? {
        switch what {
        case "resume": try current(is: records.resume(id: nth(step)))
        case "resume_id": try current(is: records.resume(id: text(step, "id")))
        case "head": try receipt(current.head())
        case "draft": try lines(current.draft().map(drafted) ?? [])
        case "drafts": try lines(current.drafts().flatMap(drafted))
        case "entries": try lines(vectorEntries(entries: current.entries()))
        case "salvage": try lines(vectorSalvaged(value: records.salvage(id: current.id())))
        case "danger": try lines(vectorDanger(value: current.danger(now: now(step))))
        case "routes":
            try lines(vectorRoutes(interaction: current, routes: current.routes(
                child: step["child"]?.number.map { UInt32($0) },
                level: step["level"]?.text.map { try vectorLevel($0) }
            )))
        case "local_values": try lines(vectorLocalValues(values: current.localValues()))
        case "review_sheet": try lines(vectorReviewSheet(value: current.reviewSheet()))
        case "officers_told": try lines(vectorOfficersTold(told: current.officersTold()))
        case "pace": try lines(vectorPace(pace: current.pace(now: now(step))))
        case "readers": try lines(current.readers())
        case "find_hash": try lines(current.entriesWithHash(beginning: text(step, "of")).map { "\($0)" })
        default: nil
        }
    }

    private func ofTheRecords(_ what: String, _ step: JSON) throws -> JSON? {
        switch what {
        case "list": try lines(vectorList(listed: records.list()))
        case "list_for": try lines(vectorListFor(listed: records.listFor(recorder: step["recorder"]?.text)))
        case "due":
            try lines(vectorList(listed: records.due(days: number(step, "days"), now: now(step))))
        case "destroy":
            try lines(vectorDestroyed(destroyed: [
                records.destroy(id: nth(step), reason: text(step, "reason"), made: Made(now: now(step)))
            ]))
        case "destroyed": try lines(vectorDestroyed(destroyed: records.destroyed()))
        case "check": try lines(vectorCheck(value: records.check()))
        case "forgetting_owed": try lines(["\(records.forgettingOwed())"])
        default: nil
        }
    }

    private func ofAFile(_ what: String, _ step: JSON) throws -> JSON {
        switch what {
        case "search":
            let packs = step["packs"]?.list?.compactMap(\.text) ?? []
            let hits = try app.guidance().search(
                words: text(step, "words"), packs: packs, limit: number(step, "limit"))
            return lines(vectorHits(hits: hits))
        case "installed":
            return try lines(vectorInstalled(packs: app.guidance().installed(year: number(step, "year"))))
        case "verify_export":
            return try lines(vectorChecked(value: verifyExport(keptText(step))))
        case "read_hand_over":
            return try lines(vectorHandOver(value: readHandOver(keptText(step), guidance: app.guidance())))
        case "head_of_text":
            let head = try headOfText(keptText(step))
            return lines(head.map { [$0.interaction, "\($0.entries)", $0.head] } ?? [])
        default:
            throw Stopped(why: "there is no host step \(what)")
        }
    }

    private func drafted(_ draft: Draft) -> [String] {
        [draft.place, draft.child.map(String.init) ?? "-", draft.words]
    }

    private func recovered(_ step: JSON) throws -> JSON {
        let from = try step["device"]?.text.map(folder(of:)) ?? root.url.appendingPathComponent("empty")
        try FileManager.default.createDirectory(at: from, withIntermediateDirectories: true)
        let into = step["not_empty"]?.isTrue == true ? from : root.url.appendingPathComponent("recovered")
        let secret = try needed(step["secret"]?.text ?? pair?.secret, "no key pair is kept")
        let found = try recover(source: from.path, into: into.path, secret: secret, vault: here.vault)
        try add("recovered", at: into)
        try unlock()
        return lines([found.recovered, found.notRecoverable, found.tombstones].map { "\($0)" })
    }

    /// The id of the nth interaction, in the order in which they began.
    private func nth(_ step: JSON) throws -> String {
        let all = try records.list().sorted {
            let (left, right) = ($0.beganAt?.utc ?? .distantPast, $1.beganAt?.utc ?? .distantPast)
            return left == right ? $0.id < $1.id : left < right
        }
        let nth = try Int(number(step, "nth"))
        guard all.indices.contains(nth - 1) else { throw Stopped(why: "there is no interaction \(nth)") }
        return all[nth - 1].id
    }

    /// A kept text, or the one that is given, changed as is said.
    private func keptText(_ step: JSON) throws -> String {
        if let text = step["text"]?.text { return text }
        let kept = try needed(self.kept[text(step, "of")], "no export is kept by that name")
        guard let change = step["change"] else { return kept }
        let from = try needed(change[0]?.text, "change is [from, to]")
        let to = try needed(change[1]?.text, "change is [from, to]")
        let changed = kept.replacingOccurrences(of: from, with: to, options: .literal)
        guard changed != kept else { throw Stopped(why: "what is to be changed does not stand in it") }
        return changed
    }

    func text(_ step: JSON, _ name: String) throws -> String {
        try needed(step[name]?.text, "`\(name)` is missing")
    }

    private func number(_ step: JSON, _ name: String) throws -> UInt32 {
        try needed(step[name]?.number.flatMap { UInt32(exactly: $0) }, "`\(name)` is missing")
    }

    func now(_ step: JSON) throws -> Moment {
        try vectorMoment(text(step, "now"))
    }
}
