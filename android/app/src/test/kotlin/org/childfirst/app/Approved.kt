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
 * Both stand in one pixel a dp. What is kept has its even colours as they are and the mixed ones of edges in eight steps, so that
 * it is small. They are compared softened, three by three: an edge that is smoothed in another way comes out the same; a letter,
 * another place or another colour does not. A hairline that moves all alone is less than is seen. Refuses to approve anything
 * by itself.
 */
class Picture(val width: Int, val height: Int, private val points: IntArray) {
    /** Which points are other; all, when the size is. */
    fun otherThan(other: Picture): List<Int> {
        if (width != other.width || height != other.height) return points.indices.toList()
        val found = BooleanArray(points.size)
        for (part in listOf(16, 8, 0)) {
            // Sums of the differences from the top left corner: what stands in a square comes from its four corners.
            val sums = IntArray((width + 1) * (height + 1))
            for (y in 0 until height) {
                var row = 0
                for (x in 0 until width) {
                    val at = y * width + x
                    row += (points[at] shr part and 255) - (other.points[at] shr part and 255)
                    sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row
                }
            }
            for (y in 0 until height) {
                val (top, bottom) = maxOf(y - 1, 0) * (width + 1) to minOf(y + 2, height) * (width + 1)
                for (x in 0 until width) {
                    val (left, right) = maxOf(x - 1, 0) to minOf(x + 2, width)
                    if (abs(sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left]) > 9 * FAR) found[y * width + x] = true
                }
            }
        }
        return found.indices.filter { found[it] }
    }

    /** Whether it is the same in every point. */
    fun sameAs(other: Picture): Boolean = width == other.width && points.contentEquals(other.points)

    /** As it is kept. */
    fun small(): Picture {
        val even = points.asIterable().groupingBy { it }.eachCount().entries.sortedByDescending { it.value }.take(EVEN).mapTo(HashSet()) { it.key }
        return Picture(width, height, IntArray(points.size) { points[it].let { one -> if (one in even) one else step(one shr 16 and 255) shl 16 or (step(one shr 8 and 255) shl 8) or step(one and 255) } })
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

        /** So far apart two softened colours are still the same, of 255, in their most different part. */
        private const val FAR = 28

        /** So many colours are kept as they are: those of pages, words and lines. */
        private const val EVEN = 24
        private const val MARK = 0xD000D0

        /** What is drawn, a point a dp. */
        fun of(bitmap: Bitmap, density: Float): Picture {
            val by = density.toInt().coerceAtLeast(1)
            val (width, height) = bitmap.width / by to bitmap.height / by
            val all = IntArray(bitmap.width * bitmap.height).also { bitmap.getPixels(it, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height) }
            val points = IntArray(width * height)
            val of = by * by
            for (y in 0 until height) {
                for (x in 0 until width) {
                    var red = 0
                    var green = 0
                    var blue = 0
                    for (j in 0 until by) {
                        val from = (y * by + j) * bitmap.width + x * by
                        for (i in from until from + by) {
                            val one = all[i]
                            red += one shr 16 and 255
                            green += one shr 8 and 255
                            blue += one and 255
                        }
                    }
                    points[y * width + x] = red / of shl 16 or (green / of shl 8) or blue / of
                }
            }
            return Picture(width, height, points)
        }

        /** Read back. */
        fun of(file: File): Picture = ImageIO.read(file).let { image ->
            val points = image.getRGB(0, 0, image.width, image.height, null, 0, image.width)
            Picture(image.width, image.height, IntArray(points.size) { points[it] and 0xFFFFFF })
        }

        /** One of eight steps. */
        private fun step(value: Int) = (value * 7 + 127) / 255 * 255 / 7

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

    private var all = 0
    private var same = 0

    /** How many were compared, and how many of them were the same in every point. */
    fun compared(): String = "$all pictures, $same of them the same in every point"

    /** Says what is wrong with a picture, or nothing. What is expected, what is there, and where they differ are written. */
    fun compare(name: String, picture: Picture): String? {
        val file = File(folder, "$name.png")
        if (bless) {
            // One that is the same to the eye stays as it is: a bless changes only what changed.
            if (!file.exists() || picture.otherThan(Picture.of(file)).isNotEmpty()) picture.small().write(file)
            return null
        }
        if (!file.exists()) {
            picture.write(File(differs, "$name-actual.png"))
            return "$name: no picture was approved. Look at $name-actual.png; `cargo xtask android shots --bless` approves"
        }
        val expected = Picture.of(file)
        all++
        if (picture.small().sameAs(expected)) same++
        val other = picture.otherThan(expected)
        if (other.size <= Picture.MOST) return null
        expected.write(File(differs, "$name-expected.png"))
        picture.write(File(differs, "$name-actual.png"))
        picture.write(File(differs, "$name-difference.png"), other)
        return "$name: ${other.size} points are other than approved"
    }
}
