package web

import "zhibao/internal/web/lang"

// Lang is the language of a response.
type Lang = lang.Lang

// Text is a pair of Chinese and English.
type Text = lang.Text

// The languages.
const (
	ZH = lang.ZH
	EN = lang.EN
)

// T returns the text in the language.
func T(l Lang, zh, en string) string { return lang.T(l, zh, en) }
