// Package pdf writes papers as PDF (版式文件) on A4 with embedded fonts, in the look of
// GB/T 9704-2012. The same paper and fonts always give the same bytes: no time of day, no
// random identifier.
//
// Text can be searched and copied, tables break across pages below a repeated heading, a
// heading never stands alone at the foot of a page. A character that no font has is drawn as
// a box with its code and reported, never passed over.
package pdf
