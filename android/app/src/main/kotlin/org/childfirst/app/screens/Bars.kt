package org.childfirst.app.screens

import android.content.Context
import android.widget.LinearLayout
import org.childfirst.app.R
import org.childfirst.app.core.Snapshot
import org.childfirst.app.core.Work
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.components.NotSaved
import org.childfirst.app.ui.components.NoticePin
import org.childfirst.app.ui.components.Receipt
import org.childfirst.app.ui.components.SourceLine

/** What says that it is saved, or that it is not; null: there is nothing to say it of. */
fun receipt(context: Context, work: Work): LinearLayout? {
    val error = work.notSaved
    if (error != null) return said(context, error, work.onlyRead).let { (title, why) -> NotSaved(context, title, why, work.retry) }
    return work.snapshot?.let { Receipt(context, it.saved) }
}

/** Puts what comes first for a circumstance, above everything else. */
fun LinearLayout.notices(now: Snapshot) {
    for (row in now.notices) {
        val notice = now.pack.pack.notices[row.notice.toInt()]
        val document = now.pack.pack.documents.find { it.id == notice.source?.document }?.short
        val own = notice.value?.let(now::local)
        val source = context.getString(R.string.notice_source, SourceLine.says(context, notice.source, document, null))
        addAcross(NoticePin(context, now.child(row.child)?.title, notice.text, own?.text, own?.takeIf { it.text == null }?.let { context.getString(R.string.unset_named, it.label) }, source))
    }
}
