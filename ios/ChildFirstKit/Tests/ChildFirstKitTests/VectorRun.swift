// A vector under way: its devices, and the lines of its scripts.

import ChildFirstKit
import Foundation

final class VectorRun {
    let name: String
    let root: Folder
    var kept: [String: String] = [:]
    var pair: RecoveryKeyPair?
    private var devices: [String: Device] = [:]
    private var at = ""

    /// One device of a vector.
    final class Device {
        let folder: URL
        let vault = Vault()
        let recoveryKey: String?
        var opened = 0
        var app: ChildFirst?
        var records: Records?
        var current: Interaction?
        var updating: Updating?

        init(folder: URL, recoveryKey: String?) {
            self.folder = folder
            self.recoveryKey = recoveryKey
        }
    }

    init(_ name: String) throws {
        self.name = name
        root = try Folder()
        try goOn(with: "a", recoveryKey: nil)
    }

    var here: Device {
        get throws { try needed(devices[at], "there is no such device") }
    }
    var app: ChildFirst {
        get throws { try needed(here.app, "the device is not open") }
    }
    var records: Records {
        get throws { try needed(here.records, "the records were never unlocked") }
    }
    var current: Interaction {
        get throws { try needed(here.current, "there is no interaction") }
    }

    func folder(of device: String) throws -> URL {
        try needed(devices[device], "there is no such device").folder
    }

    /// Goes on with a device; the first time it is made, with the first pack, and unlocked.
    func goOn(with device: String, recoveryKey: String?) throws {
        if devices[device] != nil {
            at = device
            return
        }
        try add(device, at: root.url.appendingPathComponent(device), recoveryKey: recoveryKey)
        try app.guidance().installPack(Repository.vectors("packs/hampshire-1.json"))
        try unlock()
    }

    /// A device whose folder is there already, or not.
    func add(_ device: String, at folder: URL, recoveryKey: String? = nil) throws {
        devices[device] = Device(folder: folder, recoveryKey: recoveryKey)
        at = device
        try open()
    }

    /// Opens the device, or opens it anew.
    func open() throws {
        let here = try here
        (here.current, here.records, here.updating, here.app) = (nil, nil, nil, nil)
        here.opened += 1
        let seed = here.opened == 1 ? "\(name)/\(at)" : "\(name)/\(at)/\(here.opened)"
        let config = Config(folder: here.folder.path, recoveryKey: here.recoveryKey)
        here.app = try ChildFirst.openSeeded(config: config, seed: seed)
    }

    func unlock() throws {
        let here = try here
        here.records = try app.unlock(vault: here.vault)
    }

    /// Works one step through.
    func step(_ step: JSON) throws -> JSON {
        do {
            switch (step["line"], step["host"]) {
            case (let line?, nil): return try self.line(line)
            case (nil, let fields?): return try host(fields)
            default: throw Stopped(why: "either a line or a host step")
            }
        } catch let error as ChildFirstError {
            return .object(["error": .text(said(error))])
        }
    }

    private func line(_ line: JSON) throws -> JSON {
        let keep = line["keep"]?.text
        let text = try String(decoding: filled(line).bytes, as: UTF8.self)
        switch try vectorStep(line: text) {
        case .begin(let how, let made):
            return try current(is: records.begin(how, made: made))
        case .resume:
            return try current(is: records.resume(id: records.list().first?.id ?? ""))
        case .perform(let operation, let made):
            return try receipt(current.perform(operation, made: made))
        case .erase(let erased, let made):
            let erasure = try records.erase(id: current.id(), erased: erased, made: made)
            return receipt(erasure.receipt).with("complete", .bool(erasure.complete))
        case .move(let pack, let made):
            return try receipt(current.moveTo(pack: pack, made: made))
        case .export(let how, let made):
            let file = try current.export(how, made: made)
            if let keep { kept[keep] = file.text }
            return export(file)
        case .draft(let draft):
            try current.keepDraft(draft)
            return nothing
        case .draftDroppedAt(let place, let child):
            try current.dropDraftAt(place: place, child: child)
            return nothing
        case .draftDropped:
            try current.dropDraft()
            return nothing
        case .worklist:
            return try lines(vectorWorklist(interaction: current, worklist: current.worklist()))
        case .state:
            return try lines(vectorState(value: current.state()))
        case .record:
            return try lines(vectorRecord(record: current.record()))
        case .logCopy(let now):
            return try lines(vectorLogCopy(value: current.logCopy(now: now)))
        case .verify:
            return try receipt(current.verify())
        }
    }

    /// An interaction that was begun or resumed is the current one.
    func current(is interaction: Interaction) throws -> JSON {
        try here.current = interaction
        return try receipt(interaction.head())
    }

    /// A line with the runner's own fields taken out or put in.
    private func filled(_ line: JSON) throws -> JSON {
        var filled = line.with("keep", nil).with("export_of", nil).with("words_times", nil)
        if let of = line["export_of"] {
            filled = try filled.with("export", .text(needed(of.text.flatMap { kept[$0] }, "no such export is kept")))
        }
        if let times = line["words_times"] {
            let text = try needed(times[0]?.text, "words_times is [text, n]")
            let count = try needed(times[1]?.number, "words_times is [text, n]")
            filled = filled.with("words", .text(String(repeating: text, count: Int(count))))
        }
        return filled
    }
}

func needed<T>(_ value: T?, _ why: String) throws -> T {
    guard let value else { throw Stopped(why: why) }
    return value
}
