package org.childfirst.vectors

import com.google.gson.JsonObject
import org.childfirst.ChildFirst
import org.childfirst.Config
import org.childfirst.KeyVaultException
import org.childfirst.Repository
import org.childfirst.TestVault
import org.childfirst.headOfText
import org.childfirst.readHandOver
import org.childfirst.recover
import org.childfirst.recoveryKeypair
import org.childfirst.use
import org.childfirst.vectorCheck
import org.childfirst.vectorChecked
import org.childfirst.vectorDanger
import org.childfirst.vectorDestroyed
import org.childfirst.vectorEntries
import org.childfirst.vectorHandOver
import org.childfirst.vectorHits
import org.childfirst.vectorInstalled
import org.childfirst.vectorLevel
import org.childfirst.vectorList
import org.childfirst.vectorListFor
import org.childfirst.vectorLocalValues
import org.childfirst.vectorOfficersTold
import org.childfirst.vectorPace
import org.childfirst.vectorReviewSheet
import org.childfirst.vectorRoutes
import org.childfirst.vectorSalvaged
import org.childfirst.verifyExport
import java.nio.file.Files
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.copyToRecursively

/** Does what a host step says: one branch for each row of the table in `tests/vectors/README.md`. */
fun Run.host(step: JsonObject): Gives = when (val what = step.text("do")) {
    "device" -> nothing().also { goTo(step.text("name"), pair?.publicKeyIf(step)) }
    "install" -> lines(listOf(guidance { it.installPack(file(step.text("file"))) }))
    "values" -> lines(listOf(guidance { it.installValues(step.text("pack"), file(step.text("file"))) }))
    "vault" -> nothing().also { here.vault.answers(step.text("answers")) }
    "lock" -> nothing().also { here.app.lock() }
    "unlock" -> nothing().also { here.unlock() }
    "reopen" -> nothing().also { here.open() }
    "open_twice" -> ChildFirst.open(Config(here.folder.toString())).use { second ->
        nothing().also { second.unlock(here.vault).close() }
    }
    "open_below_a_file" -> nothing().also {
        val file = Files.writeString(root.resolve("f"), "f")
        ChildFirst.open(Config(file.resolve("below").toString())).close()
    }
    "fixture" -> nothing().also {
        val folder = root.resolve("fixture")
        @OptIn(ExperimentalPathApi::class)
        Repository.root.resolve("tests/fixtures/${step.text("name")}/data").copyToRecursively(folder, followLinks = false)
        add("fixture", folder)
        here.unlock()
    }
    "resume" -> goOn(here.records.resume(nth(step)))
    "resume_id" -> goOn(here.records.resume(step.text("id")))
    "head" -> receipt(here.current.head())
    "draft" -> lines(listOfNotNull(here.current.draft()).flatMap(::drafted))
    "drafts" -> lines(here.current.drafts().flatMap(::drafted))
    "entries" -> lines(vectorEntries(here.current.entries()))
    "list" -> lines(vectorList(here.records.list()))
    "list_for" -> lines(vectorListFor(here.records.listFor(step.maybe("recorder"))))
    "due" -> lines(vectorList(here.records.due(step.number("days"), step.now())))
    "destroy" -> lines(vectorDestroyed(listOf(here.records.destroy(nth(step), step.text("reason"), step.made()))))
    "destroyed" -> lines(vectorDestroyed(here.records.destroyed()))
    "check" -> lines(vectorCheck(here.records.check()))
    "salvage" -> lines(vectorSalvaged(here.records.salvage(here.current.id())))
    "danger" -> lines(vectorDanger(here.current.danger(step.now())))
    "routes" -> {
        val child = step.get("child")?.asInt?.toUInt()
        lines(vectorRoutes(here.current, here.current.routes(child, step.maybe("level")?.let(::vectorLevel))))
    }
    "local_values" -> lines(vectorLocalValues(here.current.localValues()))
    "review_sheet" -> lines(vectorReviewSheet(here.current.reviewSheet()))
    "officers_told" -> lines(vectorOfficersTold(here.current.officersTold()))
    "pace" -> lines(vectorPace(here.current.pace(step.now())))
    "readers" -> lines(here.current.readers())
    "find_hash" -> lines(here.current.entriesWithHash(step.text("of")).map { it.toString() })
    "search" -> {
        val packs = step.getAsJsonArray("packs").map { it.asString }
        lines(vectorHits(guidance { it.search(step.text("words"), packs, step.number("limit")) }))
    }
    "installed" -> lines(vectorInstalled(guidance { it.installed(step.number("year")) }))
    "verify_export" -> lines(vectorChecked(verifyExport(keptText(step))))
    "read_hand_over" -> lines(vectorHandOver(guidance { readHandOver(keptText(step), it) }))
    "head_of_text" -> lines(headOfText(keptText(step))?.run { listOf(interaction, entries.toString(), head) }.orEmpty())
    "recovery_keypair" -> lines(listOf(recoveryKeypair().also { pair = it }.public))
    "recover" -> recovered(step)
    "start_new_records" -> lines(listOf(here.app.startNewRecords().toString()))
    "forgetting_owed" -> lines(listOf(here.records.forgettingOwed().toString()))
    else -> updates(step) ?: error("there is no host step `$what`")
}

private fun org.childfirst.RecoveryKeyPair.publicKeyIf(step: JsonObject) =
    public.takeIf { step.get("recovery_key")?.asBoolean == true }

private fun TestVault.answers(how: String) = when (how) {
    "locked" -> answers { throw KeyVaultException.Locked() }
    "key_gone" -> answers { throw KeyVaultException.KeyGone() }
    "unavailable" -> answers { throw KeyVaultException.Unavailable() }
    "throws" -> answers { throw IllegalStateException("Ellie's mother") }
    "short" -> answers { byteArrayOf(7) }
    "other" -> answers { ByteArray(32) }
    "no_rotation" -> answers(rotate = { throw KeyVaultException.Unavailable() }) { it }
    "right" -> answers { it }
    else -> error("a key store does not answer `$how`")
}

/** The nth interaction, in the order in which they began. */
private fun drafted(draft: org.childfirst.Draft) = listOf(draft.place, draft.child?.toString() ?: "-", draft.words)

private fun Run.nth(step: JsonObject): String =
    here.records.list().sortedWith(compareBy({ it.beganAt?.utc }, { it.id }))[step.number("nth").toInt() - 1].id

/** A kept text, or the one that is given, changed as is said. */
private fun Run.keptText(step: JsonObject): String {
    step.maybe("text")?.let { return it }
    val text = kept.getValue(step.text("of"))
    val (from, to) = step.getAsJsonArray("change")?.map { it.asString } ?: return text
    check(from in text) { "what is to be changed does not stand in it" }
    return text.replace(from, to)
}

private fun Run.recovered(step: JsonObject): Gives {
    val from = step.maybe("device")?.let(::folderOf) ?: Files.createDirectories(root.resolve("empty"))
    val into = if (step.get("not_empty")?.asBoolean == true) from else root.resolve("recovered")
    val secret = step.maybe("secret") ?: checkNotNull(pair) { "no key pair is kept" }.secret
    val found = recover(from.toString(), into.toString(), secret, here.vault)
    add("recovered", into)
    here.unlock()
    return lines(listOf(found.recovered, found.notRecoverable, found.tombstones).map { it.toString() })
}
