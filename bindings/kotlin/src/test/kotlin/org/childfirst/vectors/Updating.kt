package org.childfirst.vectors

import com.google.gson.JsonObject
import org.childfirst.Updates
import org.childfirst.UpdatesConfig
import org.childfirst.Repository
import org.childfirst.vectorPolled
import org.childfirst.vectorProgress
import org.childfirst.vectorRefreshed
import org.childfirst.vectorRequests
import org.childfirst.vectorUpdatesState
import java.nio.file.Files

/** The updates of a device, and what goes with them. */
class Updating(val updates: Updates, val server: Server) : AutoCloseable {
    var watch = Watching()

    override fun close() = updates.close()
}

/** Does what a host step about updates says; null: it is about something else. */
fun Run.updates(step: JsonObject): Gives? = when (step.text("do")) {
    "updates" -> nothing().also {
        val url = step.maybe("url") ?: "https://updates.example/"
        val updates = here.app.updates(UpdatesConfig(url, file(step.text("root")), step.texts("follow")))
        here.updating = Updating(updates, Server(url).also { it.updates = updates })
    }
    "transport" -> nothing().also {
        here.updating.server.told = Server.Told(
            serves = step.texts("serves"),
            answers = step.maybe("answers") ?: "right",
            only = step.maybe("only") ?: "",
            bytes = step.get("bytes")?.asInt ?: 0,
        )
    }
    "poll" -> lines(vectorPolled(here.updating.run { updates.poll(server, step.now()) }))
    "refresh" -> here.updating.run {
        watch = Watching(step.maybe("stop_at"))
        val costly = step.get("costly")?.asBoolean == true
        lines(vectorRefreshed(updates.refresh(server, watch, costly, step.now())))
    }
    "import" -> here.updating.run {
        watch = Watching(step.maybe("stop_at"))
        val path = Repository.vectors.resolve(step.text("file")).toString()
        lines(vectorRefreshed(updates.importFile(path, watch, step.now())))
    }
    "asked" -> lines(vectorRequests(here.updating.server.asked()))
    "told" -> lines(vectorProgress(here.updating.watch.told))
    "updates_state" -> lines(vectorUpdatesState(here.updating.updates.state(step.now())))
    "stop" -> nothing().also { here.updating.updates.stop() }
    "start_again" -> lines(listOfNotNull(here.updating.updates.startAgain()?.toString()))
    "lose_trust" -> nothing().also { Files.delete(here.folder.resolve("trust.db")) }
    else -> null
}

private fun JsonObject.texts(name: String): List<String> = getAsJsonArray(name)?.map { it.asString }.orEmpty()
