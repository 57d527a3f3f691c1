package org.childfirst.app.core

import org.json.JSONException
import org.json.JSONObject

/**
 * What is half typed on one page, as one draft: its words, what else is typed there, and what is chosen beside it.
 *
 * Words alone are kept as they stand. Refuses to be a draft where nothing is typed: a chip is chosen again in a press.
 */
data class HalfTyped(val words: String = "", val more: Map<String, String> = emptyMap(), val chosen: Map<String, String> = emptyMap()) {
    private val blank get() = words.isBlank() && more.values.all(String::isBlank)

    /** How many words are typed. */
    val count: Int get() = (listOf(words) + more.values).sumOf { it.trim().split(Regex("\\s+")).count(String::isNotEmpty) }

    /** What is typed under this name. */
    operator fun get(name: String): String = more[name].orEmpty()

    /** As it is kept; nothing where nothing is typed. */
    fun kept(): String {
        if (blank) return ""
        val beside = JSONObject()
        if (more.isNotEmpty()) beside.put(MORE, JSONObject(more))
        if (chosen.isNotEmpty()) beside.put(CHOSEN, JSONObject(chosen))
        // Where somebody pasted such a mark, the last one is this.
        return if (beside.length() == 0 && BETWEEN !in words) words else "$words$BETWEEN$beside"
    }

    companion object {
        private const val BETWEEN = '\u001f'
        private const val MORE = "more"
        private const val CHOSEN = "chosen"

        /** Read back. What an earlier version kept is words alone. */
        fun of(kept: String?): HalfTyped {
            val at = kept.orEmpty().lastIndexOf(BETWEEN)
            if (kept == null || at < 0) return HalfTyped(kept.orEmpty())
            return try {
                val beside = JSONObject(kept.substring(at + 1))
                HalfTyped(kept.substring(0, at), beside.strings(MORE), beside.strings(CHOSEN))
            } catch (_: JSONException) {
                HalfTyped(kept)
            }
        }

        private fun JSONObject.strings(name: String): Map<String, String> =
            optJSONObject(name)?.let { all -> all.keys().asSequence().associateWith(all::getString) }.orEmpty()
    }
}
