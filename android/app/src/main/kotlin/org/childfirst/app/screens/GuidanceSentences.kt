package org.childfirst.app.screens

import android.content.Context
import org.childfirst.Change
import org.childfirst.ChildFirstException
import org.childfirst.Freshness
import org.childfirst.HitKind
import org.childfirst.NewerPack
import org.childfirst.Part
import org.childfirst.Progress
import org.childfirst.Refreshed
import org.childfirst.ReleaseFault
import org.childfirst.ReleaseKind
import org.childfirst.Step
import org.childfirst.Trouble
import org.childfirst.UpdatesState
import org.childfirst.app.App
import org.childfirst.app.R
import org.childfirst.app.core.Updating
import org.childfirst.toMoment
import java.time.Instant

// What the app says of updates, in its own words. The table of docs/sync.md has the desk's for the same errors.

/** What came of what was asked last: a sentence or two. [name]: the title of a pack by its id. */
fun said(context: Context, outcome: Updating.Outcome, name: (String) -> String): List<String> = when (outcome) {
    is Updating.Outcome.Came -> came(context, outcome.what, name)
    is Updating.Outcome.Not -> listOf(notUpdated(context, outcome.error))
    is Updating.Outcome.NoFile -> listOf(context.getString(if (outcome.tooLarge) R.string.file_too_large else R.string.no_file))
    Updating.Outcome.BegunAgain -> listOf(context.getString(R.string.begun_again))
}

/** Why nothing was taken. What is here stays in use, and that is said with it. */
fun notUpdated(context: Context, error: ChildFirstException): String = when (error) {
    is ChildFirstException.NotUpdated -> context.getString(trouble(error.why))
    is ChildFirstException.Damaged -> context.getString(if (error.what == Part.TRUST) R.string.trouble_trust else R.string.trouble_not_saved)
    else -> context.getString(R.string.trouble_not_saved)
}

private fun came(context: Context, what: Refreshed, name: (String) -> String): List<String> {
    val all = ArrayList<String>()
    for (change in what.changed) {
        all += if (change.kind == ReleaseKind.VALUES) context.getString(R.string.came_values, name(change.pack)) else context.getString(R.string.came_changed, name(change.pack), change.version.toInt())
        if (change.safety) all += context.getString(R.string.came_safety)
        summary(change)?.let(all::add)
    }
    what.waiting.mapTo(all) { context.getString(R.string.came_waits, name(it.pack), it.version.toInt()) }
    what.refused.mapTo(all) { context.getString(R.string.came_refused, name(it.pack), it.version.toInt(), context.getString(fault(it.why))) }
    what.troubles.mapTo(all) { context.getString(R.string.came_trouble, it.force, context.getString(trouble(it.why))) }
    return all.ifEmpty { listOf(context.getString(R.string.came_nothing)) }
}

/** The publisher's one line, as a sentence. */
fun summary(change: Change): String? = change.summary.trim().ifEmpty { null }?.let { if (it.last().isLetterOrDigit()) "$it." else it }

private fun fault(why: ReleaseFault): Int = when (why) {
    ReleaseFault.UNREADABLE -> R.string.refused_unreadable
    ReleaseFault.NEWER -> R.string.refused_newer
    ReleaseFault.NOT_WHAT_IT_SAYS -> R.string.refused_not_what
    ReleaseFault.SAME_VERSION -> R.string.refused_same
    ReleaseFault.DOES_NOT_FIT -> R.string.refused_does_not_fit
}

private fun trouble(why: Trouble): Int = when (why) {
    Trouble.OFFLINE -> R.string.trouble_offline
    Trouble.TOO_SLOW -> R.string.trouble_too_slow
    Trouble.NOT_SECURE -> R.string.trouble_not_secure
    Trouble.SIGN_IN_PAGE -> R.string.trouble_sign_in_page
    Trouble.REDIRECTED -> R.string.trouble_redirected
    Trouble.OUT_OF_TURN -> R.string.trouble_out_of_turn
    Trouble.BUSY -> R.string.trouble_busy
    Trouble.MISSING -> R.string.trouble_missing
    Trouble.TOO_MUCH -> R.string.trouble_too_much
    Trouble.GARBLED -> R.string.trouble_garbled
    Trouble.NOT_SIGNED -> R.string.trouble_not_signed
    Trouble.OLDER -> R.string.trouble_older
    Trouble.MIXED -> R.string.trouble_mixed
    Trouble.EXPIRED -> R.string.trouble_expired
    Trouble.TOO_MANY_ROOTS -> R.string.trouble_too_many_roots
    Trouble.DEVELOPMENT_ROOT -> R.string.trouble_development_root
    Trouble.BAD_ROOT -> R.string.trouble_bad_root
    Trouble.NOT_A_REPOSITORY -> R.string.trouble_not_a_repository
    Trouble.STOPPED -> R.string.trouble_stopped
    Trouble.UNDER_WAY -> R.string.trouble_under_way
    Trouble.NOT_DAMAGED -> R.string.trouble_not_damaged
}

/** Where an update is. */
fun step(context: Context, step: Progress?): String = when (step?.step) {
    Step.ASKING, null -> context.getString(R.string.step_asking)
    Step.CHECKING -> context.getString(R.string.step_checking)
    Step.DOWNLOADING -> context.getString(R.string.step_downloading, kilobytes(step.bytes), kilobytes(step.ofBytes))
    Step.SWITCHING -> context.getString(R.string.step_switching)
}

private fun kilobytes(bytes: ULong): Int = ((bytes + 999uL) / 1000uL).toInt()

/** How it stands with the signatures. */
fun signed(context: Context, state: UpdatesState): String {
    val checked = state.checkedAt?.let { day(context, it) }
    return when (state.freshness) {
        Freshness.AS_SHIPPED -> context.getString(R.string.signed_as_shipped)
        Freshness.CURRENT -> if (checked != null) context.getString(R.string.signed_current, checked) else context.getString(R.string.signed_file)
        Freshness.OVERDUE -> if (checked != null) context.getString(R.string.signed_overdue, checked) else context.getString(R.string.signed_never_asked)
        Freshness.EXPIRED -> context.getString(R.string.signed_expired, state.expiresAt?.let { day(context, it) }.orEmpty())
        Freshness.DAMAGED -> context.getString(R.string.signed_damaged)
    }
}

private fun day(context: Context, at: Instant): String = day(context, at.atZone(App.clock.zone).toOffsetDateTime().toMoment())

/** What is offered, of a pack or of a force's own words. */
fun offered(context: Context, change: Change): String = context.getString(
    when {
        change.kind == ReleaseKind.VALUES -> R.string.offered_values
        change.safety -> R.string.offered_safety
        else -> R.string.offered
    },
    change.version.toInt(),
)

/** How much changed: the pieces, and their words. */
fun counts(context: Context, newer: NewerPack): String {
    val resources = context.resources
    val pieces = resources.getQuantityString(R.plurals.items_changed, newer.pieces.size, newer.pieces.size)
    return context.getString(R.string.and_words, pieces, resources.getQuantityString(R.plurals.words_changed, newer.words.toInt(), newer.words.toInt()))
}

/** For home: what changed since the last record; null where no wording did. */
fun sinceLastRecord(context: Context, newer: NewerPack): String? {
    if (newer.pieces.isEmpty()) return null
    val corrected = newer.pieces.filter { it.corrected }
    if (corrected.isEmpty()) return context.getString(R.string.since_last_record, counts(context, newer))
    val resources = context.resources
    val items = resources.getQuantityString(R.plurals.items_corrected, corrected.size, corrected.size)
    val words = corrected.sumOf { it.words.toInt() }
    return context.getString(R.string.since_last_record, context.getString(R.string.and_words, items, resources.getQuantityString(R.plurals.words_changed, words, words)))
}

/** What a piece of guidance is. */
fun kind(kind: HitKind): Int = when (kind) {
    HitKind.DANGER -> R.string.kind_danger
    HitKind.ITEM -> R.string.kind_item
    HitKind.PROMPT -> R.string.kind_prompt
    HitKind.DOMAIN -> R.string.kind_domain
    HitKind.PRINCIPLE -> R.string.kind_principle
    HitKind.NOTICE -> R.string.kind_notice
    HitKind.ROUTE -> R.string.kind_route
    HitKind.DEFINITION -> R.string.definition
    HitKind.REFERENCE -> R.string.kind_reference
    HitKind.TABLE_ROW -> R.string.kind_row
    HitKind.WORDS_TO_SAY -> R.string.kind_words
    HitKind.REVIEW -> R.string.kind_review
}
