package pdf

import "zhibao/internal/office/typeset"

// The page of GB/T 9704-2012 in points: A4, 天头 37 mm, 订口 28 mm, a type area of 156 × 225 mm
// with 22 lines of 28 characters.
const (
	mm         = 72 / 25.4
	pageWidth  = 210 * mm
	pageHeight = 297 * mm
	left       = 28 * mm
	top        = 37 * mm
	textWidth  = 156 * mm
	textHeight = 225 * mm
	pitch      = 28.0           // distance of lines in the body
	em         = textWidth / 28 // size of the body, 三号
)

// The looks of a paper, by typeset.Style.
const (
	inBody typeset.Style = iota
	inBold
	inQuote
	inQuoteBold
	inH1
	inH2
	inH3
	inTitle
	inHead
	inCell
	inKey
	inCaption
	inNote
	inSmall
	inPage
	inCover
	inSeal
)

// Sizes in points: 三号 is the 28th part of the line, 二号 22, 四号 14, 小四 12, 小五 9. The size of
// the head shrinks with the name of the authority.
var looks = [...]look{
	inBody:      {role: fangsong, size: em},
	inBold:      {role: fangsong, size: em, bold: true},
	inQuote:     {role: kai, size: em},
	inQuoteBold: {role: kai, size: em, bold: true},
	inH1:        {role: hei, size: em, bold: true},
	inH2:        {role: kai, size: em},
	inH3:        {role: fangsong, size: em, bold: true},
	inTitle:     {role: title, size: 22, bold: true},
	inHead:      {role: title, size: 42, bold: true, red: true},
	inCell:      {role: fangsong, size: 12},
	inKey:       {role: hei, size: 12, bold: true},
	inCaption:   {role: hei, size: 14, bold: true},
	inNote:      {role: fangsong, size: 14},
	inSmall:     {role: song, size: 9},
	inPage:      {role: song, size: 14},
	inCover:     {role: title, size: 36, bold: true},
	inSeal:      {role: kai, size: 9, red: true},
}
