package org.childfirst.app.core

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import org.childfirst.app.App
import org.childfirst.UpdatesState
import java.time.Duration
import java.time.Instant

/**
 * Looks for new guidance while nobody does. When is core's to say: it spreads devices, and waits longer after failures.
 *
 * Two jobs. [LOOK] is one small request over any network, by which what is marked *safety* is told from the rest before a
 * pack is fetched, and taken. [FREE] fetches what is left, once there is a network that does not cost. Neither takes a
 * version into use that is not marked *safety*, unless the force has set it so, and neither touches an open record.
 */
class UpdateJob : JobService() {
    override fun onStartJob(job: JobParameters): Boolean {
        // It is planned anew after this: to plan a job that runs would stop it.
        (application as App).work.updating.look(free = job.jobId == FREE) { jobFinished(job, false) }
        return true
    }

    override fun onStopJob(job: JobParameters): Boolean {
        (application as App).work.updating.stop()
        return false
    }

    companion object {
        const val LOOK = 1
        const val FREE = 2

        /** Plans the next look. Nothing is planned where there is no repository, or what is known of it is damaged. */
        fun plan(context: Context, state: UpdatesState, managed: Managed, now: Instant) {
            val jobs = context.getSystemService(JobScheduler::class.java) ?: return
            if (managed.repository.isEmpty()) return jobs.cancelAll()
            val wait = Duration.between(now, state.dueAt).toMillis().coerceIn(0, MOST_WAIT.toMillis())
            jobs.schedule(job(context, LOOK).setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY).setMinimumLatency(wait).build())
            val left = state.waiting.any { it.digest !in state.here }
            if (left && managed.network == Managed.Network.UNMETERED) {
                val after = if (state.failures > 0u) wait else 0
                jobs.schedule(job(context, FREE).setRequiredNetworkType(JobInfo.NETWORK_TYPE_UNMETERED).setMinimumLatency(after).build())
            } else {
                jobs.cancel(FREE)
            }
        }

        private fun job(context: Context, id: Int) = JobInfo.Builder(id, ComponentName(context, UpdateJob::class.java))

        /** A clock that was set back is not waited for. */
        private val MOST_WAIT: Duration = Duration.ofHours(24)
    }
}
