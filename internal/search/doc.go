// Package search finds documents by their words, codes and days. A schema says which fields a
// collection has; a Query is a tree that says which documents are meant, in the same words for
// every engine. The embedded engine keeps immutable segments on disk, is rebuilt from the database
// at any time and is never the truth. The package knows nothing of patents.
//
// # What a query means
//
// Text is normalised first: full-width letters and digits become half-width, capitals small. A run
// of Han characters is matched character by character, a run of Latin letters and digits as one
// word. So the text 半导体 is found wherever these three characters stand one after the other, and
// "led" finds LED and ＬＥＤ but not "leds", unless a wildcard asks for it. Punctuation and space
// separate words, and are otherwise no part of the text: "led 灯" finds LED灯, but 半导体 does not
// find 半，导体, because its characters follow each other and those do not. A word longer than 128
// letters is cut every so many. A text without words finds nothing. Holes stand in Han or in one
// word of letters, not across both. Every engine gives the documents that a scan of all texts by
// these words would give.
package search
