package org.childfirst.app

import android.graphics.Bitmap
import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import javax.imageio.ImageIO
import kotlin.math.abs

/**
 * A picture beside the one that somebody looked at and approved (`src/test/approved`, renewed by `cargo xtask android shots --bless`).
 *
 * Both stand in one pixel a dp, sixteen steps a colour: so they are small, and what smooths an edge is mostly gone. A point
 * counts as other when nothing near enough in colour stands on it or beside it in the other picture: half a point further,
 * or softer, is the same to the eye and to this. Refuses to approve anything by itself.
 */
class Picture(val width: Int, val height: Int, private val points: IntArray) {
    operator fun get(x: Int, y: Int): Int = points[y * width + x]

    /** How many points are other, each way; all, when the size is. */
    fun otherThan(other: Picture): List<Int> {
        if (width != other.width || height != other.height) return points.indices.toList()
        return points.indices.filter { at -> !near(other, at) || !other.near(this, at) }
    }

    private fun near(other: Picture, at: Int): Boolean {
        val mine = points[at]
        if (same(mine, other.points[at])) return true
        val (x, y) = at % width to at / width
        for (j in maxOf(y - 1, 0)..minOf(y + 1, height - 1)) {
            for (i in maxOf(x - 1, 0)..minOf(x + 1, width - 1)) if (same(mine, other[i, j])) return true
        }
        return false
    }

    /** Written with a palette where its colours fit in one. */
    fun write(file: File, marked: List<Int> = emptyList()) {
        file.parentFile.mkdirs()
        val shown = points.copyOf()
        if (marked.isNotEmpty()) for (at in shown.indices) shown[at] = faint(shown[at])
        for (at in marked) shown[at] = MARK
        val colours = shown.distinct()
        val image = if (colours.size <= 256) {
            val model = IndexColorModel(8, colours.size, ByteArray(colours.size) { (colours[it] shr 16).toByte() }, ByteArray(colours.size) { (colours[it] shr 8).toByte() }, ByteArray(colours.size) { colours[it].toByte() })
            val index = colours.withIndex().associate { (at, colour) -> colour to at }
            BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model).also { image ->
                image.raster.setPixels(0, 0, width, height, IntArray(shown.size) { index.getValue(shown[it]) })
            }
        } else {
            BufferedImage(width, height, BufferedImage.TYPE_INT_RGB).also { it.setRGB(0, 0, width, height, shown, 0, width) }
        }
        check(ImageIO.write(image, "png", file))
    }

    companion object {
        /** So many points may be other: less than the smallest letter has. */
        const val MOST = 5

        /** So far apart two colours are still the same, of 255, in their most different part. */
        private const val FAR = 56
        private const val MARK = 0xD000D0

        /** What is drawn, a point a dp. */
        fun of(bitmap: Bitmap, density: Float): Picture {
            val by = density.toInt().coerceAtLeast(1)
            val (width, height) = bitmap.width / by to bitmap.height / by
            val all = IntArray(bitmap.width * bitmap.height).also { bitmap.getPixels(it, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height) }
            return Picture(width, height, IntArray(width * height) { at ->
                val (x, y) = at % width * by to at / width * by
                var (red, green, blue) = Triple(0, 0, 0)
                for (j in y until y + by) {
                    for (i in x until x + by) {
                        val one = all[j * bitmap.width + i]
                        red += one shr 16 and 255
                        green += one shr 8 and 255
                        blue += one and 255
                    }
                }
                val of = by * by
                step(red / of) shl 16 or (step(green / of) shl 8) or step(blue / of)
            })
        }

        /** Read back. */
        fun of(file: File): Picture = ImageIO.read(file).let { image ->
            val points = image.getRGB(0, 0, image.width, image.height, null, 0, image.width)
            Picture(image.width, image.height, IntArray(points.size) { points[it] and 0xFFFFFF })
        }

        /** One of sixteen steps. */
        private fun step(value: Int) = (value * 15 + 127) / 255 * 17

        private fun same(one: Int, other: Int) =
            abs((one shr 16 and 255) - (other shr 16 and 255)) <= FAR && abs((one shr 8 and 255) - (other shr 8 and 255)) <= FAR && abs((one and 255) - (other and 255)) <= FAR

        private fun faint(colour: Int): Int {
            val grey = 160 + ((colour shr 16 and 255) + (colour shr 8 and 255) + (colour and 255)) / 3 * 95 / 255
            return grey shl 16 or (grey shl 8) or grey
        }
    }
}

/** Where approved pictures stand, and what becomes of one that is other. */
object Approved {
    private val folder = File(System.getProperty("childfirst.approved")!!)
    private val differs = File(System.getProperty("childfirst.differs")!!)
    private val bless = System.getProperty("childfirst.bless") == "true"

    /** Says what is wrong with a picture, or nothing. What is expected, what is there, and where they differ are written. */
    fun compare(name: String, picture: Picture): String? {
        val file = File(folder, "$name.png")
        if (bless) {
            // One that is the same to the eye stays as it is: a bless changes only what changed.
            if (!file.exists() || picture.otherThan(Picture.of(file)).isNotEmpty()) picture.write(file)
            return null
        }
        if (!file.exists()) {
            picture.write(File(differs, "$name-actual.png"))
            return "$name: no picture was approved. Look at $name-actual.png; `cargo xtask android shots --bless` approves"
        }
        val expected = Picture.of(file)
        val other = picture.otherThan(expected)
        if (other.size <= Picture.MOST) return null
        expected.write(File(differs, "$name-expected.png"))
        picture.write(File(differs, "$name-actual.png"))
        picture.write(File(differs, "$name-difference.png"), other)
        return "$name: ${other.size} points are other than approved"
    }
}
