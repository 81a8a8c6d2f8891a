// Package statute (法规目录) knows the texts on which the program rests: laws, regulations, rules of
// the offices, guidelines, standards, and what a center lays down for itself. It says of each what
// kind of text it is, from when to when the version holds and where it is read, and of the articles
// what they govern, in our words. It holds no wording of any article.
package statute

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"zhibao/law/calendar"
	"zhibao/law/rule"
)

// A Text is one version of a law or another text that steps, terms and rules cite.
type Text struct {
	Code     string   // in addresses: patent-law
	Name     string   // as citations call it
	Versions []string // as citations name this version, the usual one first; none where a text has but one
	English  string
	Kind     [2]string  // 法律, law
	Level    rule.Level // how binding it is
	From     calendar.Day
	Until    calendar.Day // last day of the version; no day: it holds
	Note     [2]string    // on the version, or how it is applied; empty where there is nothing to say
	Source   [2]string    // where the text is read
	Href     string       // address of the source, where it has one of its own
}

// Version names the version as citations do, empty where the text has but one.
func (t *Text) Version() string {
	if len(t.Versions) == 0 {
		return ""
	}
	return t.Versions[0]
}

// Title is the name with the version.
func (t *Text) Title() string { return rule.Cite{Text: t.Name, Version: t.Version()}.String() }

// All returns the texts, the most binding first.
func All() []Text { return slices.Clone(texts) }

// ByCode returns the text with the code.
func ByCode(code string) (Text, bool) {
	i := slices.IndexFunc(texts, func(t Text) bool { return t.Code == code })
	if i < 0 {
		return Text{}, false
	}
	return texts[i], true
}

// Find returns the text that a citation names and the article that is left of it. A citation without
// a version means the version that is listed here.
func Find(cite string) (text Text, article string, ok bool) {
	longest := 0
	for _, t := range texts {
		names := []string{t.Name}
		for _, v := range t.Versions {
			names = append(names, rule.Cite{Text: t.Name, Version: v}.String())
		}
		for _, n := range names {
			if rest, is := strings.CutPrefix(cite, n); is && len(n) > longest {
				// Some write a colon or a blank between the text and what is meant of it.
				text, article, ok, longest = t, strings.TrimLeft(rest, "：: "), true, len(n)
			}
		}
	}
	return text, article, ok
}

// whole is an article, perhaps with the paragraph and the item, that stands for itself.
var whole = regexp.MustCompile(`^第[一二三四五六七八九十百零]+条`)

// Articles takes a list of articles apart, 第五十三条、第五十四条. A list of the paragraphs of one
// article stays together.
func Articles(article string) []string {
	parts := strings.Split(article, "、")
	if slices.ContainsFunc(parts, func(p string) bool { return !whole.MatchString(p) }) {
		return []string{article}
	}
	return parts
}

// About says in our words what an article of a text governs, or nothing where it is not described.
// Of a paragraph it is what the article as a whole is about.
func About(code, article string) [2]string {
	if a, ok := about[code+"/"+article]; ok {
		return a
	}
	return about[code+"/"+cmp.Or(whole.FindString(article), article)]
}
