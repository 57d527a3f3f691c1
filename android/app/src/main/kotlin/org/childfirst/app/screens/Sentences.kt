package org.childfirst.app.screens

import android.content.Context
import org.childfirst.AskedBecause
import org.childfirst.Cause
import org.childfirst.ChildFirstException
import org.childfirst.Moment
import org.childfirst.Place as Where
import org.childfirst.Refusal
import org.childfirst.Role
import org.childfirst.app.R
import org.childfirst.toOffsetDateTime
import java.time.LocalDate
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter

// What the app says in its own words: errors, closed sets, days. Guidance and records speak for themselves.

/** What an error says: that it is not saved, and why. It never says what was typed. */
fun said(context: Context, error: ChildFirstException, onlyRead: Boolean = false): Pair<String, String> = when {
    onlyRead && error is ChildFirstException.NotSaved -> context.getString(R.string.not_read_title) to context.getString(cause(error.why))
    onlyRead && error is ChildFirstException.Unavailable -> context.getString(R.string.not_read_title) to context.getString(cause(error.why))
    else -> said(context, error)
}

private fun said(context: Context, error: ChildFirstException): Pair<String, String> = when (error) {
    is ChildFirstException.NotSaved -> context.getString(R.string.not_saved_title) to context.getString(R.string.still_here, context.getString(cause(error.why)))
    is ChildFirstException.Unavailable -> context.getString(R.string.not_saved_title) to context.getString(R.string.still_here, context.getString(cause(error.why)))
    is ChildFirstException.Refused -> context.getString(R.string.refused_title) to context.getString(refusal(error.why))
    else -> trouble(error).let { (title, words) -> "${context.getString(title)}." to context.getString(words) }
}

/** Why records cannot be had: a title and what to do. Each of its own, and none of them wipes anything. */
fun trouble(error: ChildFirstException): Pair<Int, Int> = when (error) {
    is ChildFirstException.Locked -> R.string.locked_title to R.string.locked
    is ChildFirstException.KeyGone -> R.string.key_gone_title to R.string.key_gone
    is ChildFirstException.Damaged -> R.string.damaged_title to R.string.damaged
    is ChildFirstException.Newer -> R.string.newer_title to R.string.newer
    is ChildFirstException.InUse -> R.string.in_use_title to R.string.in_use
    else -> R.string.unavailable_title to R.string.unavailable
}

private fun cause(why: Cause): Int = when (why) {
    Cause.DISK_FULL -> R.string.cause_disk_full
    Cause.READ_ONLY -> R.string.cause_read_only
    Cause.DISK -> R.string.cause_disk
    Cause.MOVED -> R.string.cause_moved
    Cause.BUSY -> R.string.cause_busy
    Cause.KEY_STORE -> R.string.cause_key_store
    Cause.RANDOM -> R.string.cause_random
}

private fun refusal(why: Refusal): Int = when (why) {
    Refusal.WORDS_NEEDED, Refusal.LEVEL_WITHOUT_WORDS -> R.string.refused_words
    Refusal.OWNER_NEEDED -> R.string.refused_owner
    Refusal.REASON_NEEDED -> R.string.refused_reason
    Refusal.TOO_LONG -> R.string.refused_too_long
    Refusal.OUT_OF_ORDER, Refusal.NOT_YET -> R.string.refused_order
    Refusal.ANSWERED_ELSEWHERE -> R.string.refused_elsewhere
    Refusal.READ_ONLY -> R.string.refused_read_only
    Refusal.HELD -> R.string.refused_held
    Refusal.COMPLETED -> R.string.refused_completed
    else -> R.string.refused_other
}

/** A role, as a screen says it. */
fun role(role: Role): Int = when (role) {
    Role.RESPONSE_OFFICER -> R.string.role_response_officer
    Role.CALL_HANDLER -> R.string.role_call_handler
    Role.NEIGHBOURHOOD_OFFICER -> R.string.role_neighbourhood_officer
    Role.INVESTIGATOR -> R.string.role_investigator
    Role.CUSTODY_STAFF -> R.string.role_custody_staff
    Role.SUPERVISOR -> R.string.role_supervisor
}

/** A place. */
fun place(place: Where): Int = when (place) {
    Where.HOME -> R.string.place_home
    Where.STREET -> R.string.place_street
    Where.SCHOOL -> R.string.place_school
    Where.CHILDRENS_HOME -> R.string.place_childrens_home
    Where.HOSPITAL -> R.string.place_hospital
    Where.POLICE_STATION -> R.string.place_police_station
    Where.CUSTODY -> R.string.place_custody
    Where.ONLINE -> R.string.place_online
    Where.ELSEWHERE -> R.string.place_elsewhere
    Where.NOT_KNOWN -> R.string.place_not_known_short
}

/** Why danger is asked again; null where nothing needs to be said. */
fun askedAgain(because: AskedBecause?): Int? = when (because) {
    AskedBecause.CHILD_ADDED -> R.string.asked_child_added
    AskedBecause.BEFORE_RISK -> R.string.asked_before_risk
    AskedBecause.BEFORE_LEAVING -> R.string.asked_before_leaving
    AskedBecause.RETURNED -> R.string.asked_returned
    AskedBecause.LEVEL -> R.string.asked_level
    AskedBecause.START, AskedBecause.CHOSEN, null -> null
}

/** Whether danger was last answered for this: passed by, the answer that stands is an earlier one, and nothing says otherwise. */
fun answeredFor(now: org.childfirst.app.core.Snapshot, because: AskedBecause): Boolean =
    now.state.danger.lastOrNull()?.let { it.because == because && it.answer != org.childfirst.Danger.NOT_ANSWERED } == true

/** A time of today as its hour, of yesterday with that word, of before with its day. */
fun day(context: Context, at: Moment?, today: LocalDate = OffsetDateTime.now(org.childfirst.app.App.clock).toLocalDate()): String {
    val time = at?.toOffsetDateTime() ?: return ""
    val hour = time.format(DateTimeFormatter.ofPattern("HH:mm"))
    return when (time.toLocalDate()) {
        today -> hour
        today.minusDays(1) -> context.getString(R.string.yesterday, hour)
        else -> if (time.toLocalDate().isAfter(today.minusDays(7))) time.format(DateTimeFormatter.ofPattern("EEEE HH:mm")) else time.format(DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm"))
    }
}
