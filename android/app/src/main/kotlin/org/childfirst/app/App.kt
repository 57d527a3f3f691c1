package org.childfirst.app

import android.app.Application
import android.content.pm.ApplicationInfo
import android.net.ConnectivityManager
import android.os.StrictMode
import org.childfirst.Transport
import org.childfirst.app.core.AndroidKeystore
import org.childfirst.app.core.Before
import org.childfirst.app.core.DeviceVault
import org.childfirst.app.core.Http
import org.childfirst.app.core.KeyProvider
import org.childfirst.app.core.Managed
import org.childfirst.app.core.Outbox
import org.childfirst.app.core.Settings
import org.childfirst.app.core.Store
import org.childfirst.app.core.UpdateJob
import org.childfirst.app.core.Updating
import org.childfirst.app.core.Work
import java.io.File
import java.time.Clock

/** The process. It holds the one [Work], so that a turned screen or a second window finds everything where it was. */
class App : Application() {
    /** What the screens draw from and tell. */
    lateinit var work: Work
        private set

    override fun onCreate() {
        super.onCreate()
        if (applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0) strict()
        work = work(keys ?: AndroidKeystore(this), clock)
    }

    private fun work(keys: KeyProvider, clock: Clock): Work {
        val settings = Settings(this)
        // Where the platform takes no backup from. Asked for off the main thread: asking makes it.
        val folder = { (folder ?: File(noBackupFilesDir, "childfirst")).path }
        val set = { managed ?: Managed.of(this) }
        val outside = Updating.Outside(
            managed = set,
            transport = { (transport ?: { set -> Http(set.pins) })(it) },
            metered = { getSystemService(ConnectivityManager::class.java)?.isActiveNetworkMetered != false },
            plan = { state, now -> UpdateJob.plan(this, state, now, clock.instant()) },
            folder = { cacheDir },
        )
        val before = Before(folder, DeviceVault(keys))
        return Work(Store(folder, assets, before, clock, set), settings, before, Outbox { File(cacheDir, "outbox") }, outside)
    }

    /** While it is built: a disk or a network on the main thread ends the app. */
    private fun strict() = StrictMode.setThreadPolicy(
        StrictMode.ThreadPolicy.Builder().detectDiskReads().detectDiskWrites().detectNetwork().penaltyDeath().build(),
    )

    /** What tests put in the place of the device's. */
    companion object {
        /** The key store; null: the Android Keystore. */
        var keys: KeyProvider? = null

        /** The data folder; null: where the platform takes no backup from. */
        var folder: File? = null

        /** What the force has set; null: as the system says it. */
        var managed: Managed? = null

        /** The way to a server; null: the platform's own HTTP. */
        var transport: ((Managed) -> Transport)? = null

        /** The clock on the wall. */
        var clock: Clock = Clock.systemDefaultZone()
    }
}
