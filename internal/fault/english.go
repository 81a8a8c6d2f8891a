package fault

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Pair is a fixed word inside a message, Chinese and English: the title of a state or a step.
type Pair [2]string

// String returns the Chinese.
func (p Pair) String() string { return p[0] }

// English returns the English.
func (p Pair) English() string { return p[1] }

// A Phrase is a part of a message with an English of its own.
type Phrase struct {
	Format string
	Args   []any
}

// Say returns a phrase to be put into a message, for example the reason of a refusal.
func Say(format string, args ...any) Phrase {
	_ = fmt.Sprintf(format, args...) // so that go vet checks the verbs as it does those of New
	return Phrase{format, args}
}

// String returns the Chinese.
func (p Phrase) String() string { return fmt.Sprintf(p.Format, p.Args...) }

// A List is put into a message one after the other, with the comma of the language.
type List []any

// String joins the list with 、.
func (l List) String() string {
	var parts []string
	for _, v := range l {
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, "、")
}

// Listed makes a list of texts.
func Listed[T any](texts []T) List {
	out := make(List, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}

// A Catalogue holds the English of messages by their Chinese format, and of fixed words by the
// word. Nil knows nothing.
type Catalogue map[string]string

// Of returns in English what MessageOf says about err, or "" where the catalogue lacks it.
func (c Catalogue) Of(err error) string {
	if e := Of(err); e != nil {
		return c.phrase(e.Format, e.Args)
	}
	return c[unexpected]
}

// Basis returns the basis of a refusal in English, or as it is where the catalogue lacks it: the
// name of a Chinese law has none.
func (c Catalogue) Basis(basis string) string {
	parts := strings.Split(basis, "；")
	for i, p := range parts {
		parts[i] = c.or(c[p], p)
	}
	return strings.Join(parts, "; ")
}

// phrase fills the English of a format. A format without a Chinese word is its own English.
func (c Catalogue) phrase(format string, args []any) string {
	en := c[format]
	if en == "" && !strings.ContainsFunc(format, isHan) {
		en = format
	}
	if en == "" {
		return ""
	}
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = c.value(a)
	}
	return fmt.Sprintf(en, out...)
}

// value returns what is put into the English instead of a. What has no English stays as it is.
func (c Catalogue) value(a any) any {
	switch v := a.(type) {
	case Phrase:
		return c.or(c.phrase(v.Format, v.Args), v.String())
	case List:
		var parts []string
		for _, x := range v {
			parts = append(parts, fmt.Sprint(c.value(x)))
		}
		return strings.Join(parts, ", ")
	case string:
		return c.or(c.Read(v), v)
	case interface{ English() string }:
		return v.English()
	case error:
		if own, ok := errors.AsType[interface {
			error
			English() string
		}](v); ok {
			return own.English()
		}
		if Of(v) != nil {
			return c.or(c.Of(v), MessageOf(v))
		}
	}
	// Words have types of their own, such as the part of an application.
	if v := reflect.ValueOf(a); v.IsValid() && v.Kind() == reflect.String {
		return c.or(c.Read(v.String()), v.String())
	}
	return a
}

// Read returns the English of a word or of a whole message that was written down in Chinese, such
// as the row of a report, or "" where no format of the catalogue made it.
func (c Catalogue) Read(zh string) string {
	if en := c[zh]; en != "" || !strings.ContainsFunc(zh, isHan) {
		return en
	}
	// The format with the most words of its own says best what was meant; equal ones by order.
	var best string
	var args []any
	size := 3 // what has fewer words of its own could be anything
	for format := range c {
		n := utf8.RuneCountInString(verb.ReplaceAllString(format, ""))
		if n < size || n == size && format > best || !verb.MatchString(format) {
			continue
		}
		if found := values(format, zh); found != nil {
			best, args, size = format, found, n
		}
	}
	if best == "" {
		return ""
	}
	en := verb.ReplaceAllString(c[best], "%${1}s")
	for i := range args {
		args[i] = c.value(args[i])
	}
	return fmt.Sprintf(en, args...)
}

// verb is where something is put into a format.
var verb = regexp.MustCompile(`%(\[\d+\])?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]`)

// values returns what was put into a format to make the text, or nil where it did not make it.
func values(format, text string) (out []any) {
	words := verb.Split(format, -1)
	rest := text
	for _, w := range words { // spares the pattern where the words are not even there
		_, after, ok := strings.Cut(rest, w)
		if !ok {
			return nil
		}
		rest = after
	}
	pattern := "(?s)^"
	for i, v := range append(verb.FindAllString(format, -1), "") {
		pattern += regexp.QuoteMeta(words[i])
		switch {
		case v == "":
		case strings.HasSuffix(v, "d"):
			pattern += `(-?\d+)`
		default:
			pattern += `(.+?)`
		}
	}
	for i, m := range regexp.MustCompile(pattern + "$").FindStringSubmatch(text) {
		if i > 0 {
			out = append(out, m)
		}
	}
	return out
}

func (c Catalogue) or(en, zh string) string {
	if en == "" {
		return zh
	}
	return en
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
