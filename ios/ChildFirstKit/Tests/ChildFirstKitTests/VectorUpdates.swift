// What a host does about signed updates: one case for each row of the table in `tests/vectors/README.md`.

import ChildFirstKit
import Foundation

extension VectorRun {
    /// The updates of a device, and what goes with them.
    final class Updating {
        let updates: Updates
        let server: Server
        var watch = Watching()

        init(_ updates: Updates, _ server: Server) {
            self.updates = updates
            self.server = server
            server.stops(updates)
        }
    }

    private var updating: Updating {
        get throws { try needed(here.updating, "no step `updates` came before") }
    }

    /// Does what a step about updates says. None: it is about something else.
    func ofTheUpdates(_ what: String, _ step: JSON) throws -> JSON? {
        switch what {
        case "updates":
            let url = step["url"]?.text ?? "https://updates.example/"
            let root = try Repository.vectors(text(step, "root"))
            let config = UpdatesConfig(url: url, root: root, follow: texts(step, "follow"))
            try here.updating = Updating(app.updates(config: config), Server(url))
            return nothing
        case "transport":
            var told = Server.Told(serves: texts(step, "serves"))
            told.answers = step["answers"]?.text ?? "right"
            told.only = step["only"]?.text ?? ""
            told.bytes = step["bytes"]?.number.map { Int($0) } ?? 0
            try updating.server.told(told)
            return nothing
        case "poll":
            let it = try updating
            return try lines(vectorPolled(polled: it.updates.poll(transport: it.server, now: now(step))))
        case "refresh":
            let it = try updating
            it.watch = Watching(stopAt: step["stop_at"]?.text)
            let costly = step["costly"]?.isTrue == true
            return try lines(vectorRefreshed(refreshed: it.updates.refresh(
                transport: it.server, watch: it.watch, costly: costly, now: now(step))))
        case "import":
            let it = try updating
            it.watch = Watching(stopAt: step["stop_at"]?.text)
            let path = try Repository.folder.appendingPathComponent("tests/vectors/\(text(step, "file"))").path
            return try lines(vectorRefreshed(refreshed: it.updates.importFile(
                path: path, watch: it.watch, now: now(step))))
        case "asked": return try lines(vectorRequests(requests: updating.server.asked()))
        case "told": return try lines(vectorProgress(told: updating.watch.told))
        case "updates_state":
            return try lines(vectorUpdatesState(state: updating.updates.state(now: now(step))))
        case "stop":
            try updating.updates.stop()
            return nothing
        case "start_again":
            return try lines(updating.updates.startAgain().map { ["\($0)"] } ?? [])
        case "lose_trust":
            try FileManager.default.removeItem(at: here.folder.appendingPathComponent("trust.db"))
            return nothing
        default: return nil
        }
    }

    private func texts(_ step: JSON, _ name: String) -> [String] {
        step[name]?.list?.compactMap(\.text) ?? []
    }
}
