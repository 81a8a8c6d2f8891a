// Package typeset breaks Chinese text into lines (中文排版): closing marks never begin a line,
// opening marks never end one, words and numbers stay whole, and a closing mark that just
// does not fit is squeezed in (避头尾, GB/T 15834-2011).
//
// It knows no fonts: the caller says how wide a character is.
package typeset
