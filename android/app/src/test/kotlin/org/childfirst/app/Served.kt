package org.childfirst.app

import org.childfirst.Reply
import org.childfirst.Request
import org.childfirst.Transport
import org.childfirst.TransportException
import java.io.File

/** A phone in flight mode: whoever asks the network is told that there is none, and that it asked is counted. */
object Flight : Transport {
    var asked = 0

    override fun fetch(request: Request): Reply {
        asked++
        throw TransportException.Offline()
    }
}

/** What the desk published (xtask/src/android/repository.rs), without a network: `1` as the box has it, `2` with a word changed, `3` with a question corrected besides. */
class Served(private val publication: Int) : Transport {
    val asked = ArrayList<String>()

    override fun fetch(request: Request): Reply {
        val path = request.url.removePrefix("$URL/")
        asked += path
        val file = File(folder, "$publication/$path")
        if (!file.exists()) return Reply(404u, ByteArray(0), true, 0uL, null, null, null)
        val bytes = file.readBytes().drop(request.fromByte.toInt()).toByteArray()
        return Reply(if (request.fromByte == 0uL) 200u else 206u, bytes, true, request.fromByte, null, null, null)
    }

    companion object {
        const val URL = "https://guidance.example"

        /** Where the publications stand, each a folder and a tar. */
        val folder = File(System.getProperty("childfirst.repository")!!)

        /** The repository in one file. */
        fun file(publication: Int) = File(folder, "$publication.tar")
    }
}
