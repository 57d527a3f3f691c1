package org.childfirst.app.ui

import android.content.Context
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.widget.FrameLayout
import org.childfirst.app.R

/** In the middle, and no wider than words are read well. */
fun centred(context: Context, view: View, height: Int = ViewGroup.LayoutParams.MATCH_PARENT): View {
    val most = context.px(R.dimen.page_most)
    if (context.resources.displayMetrics.widthPixels <= most) return view
    return FrameLayout(context).apply { addView(view, FrameLayout.LayoutParams(most, height, Gravity.CENTER_HORIZONTAL)) }
}
