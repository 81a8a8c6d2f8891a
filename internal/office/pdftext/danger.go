package pdftext

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What a PDF may hold beside pages.
const (
	Script    = "script"    // JavaScript
	Launch    = "launch"    // starts a program or opens a file
	Embedded  = "embedded"  // files inside
	Forms     = "xfa"       // a form that is a program (XFA)
	Outside   = "outside"   // sends something away, or opens an address or another file by itself
	Media     = "media"     // moving or three-dimensional content with a player of its own
	Encrypted = "encrypted" // cannot be looked into
	Endless   = "endless"   // references that lead in circles
	TooMany   = "pages"     // more pages than anybody reads
	Broken    = "broken"    // not read to its end
)

// maxPages is how many pages a file may have before it is told.
const maxPages = 20_000

// signs are the names by which each is known. A dictionary may write any letter of a name as #XX.
var signs = []struct {
	kind string
	sign *regexp.Regexp
}{
	{Script, regexp.MustCompile(`/(JavaScript|JS)\b`)}, {Launch, regexp.MustCompile(`/Launch\b`)}, {Embedded, regexp.MustCompile(`/(EmbeddedFiles?|Filespec|FileAttachment|Collection)\b`)}, {Forms, regexp.MustCompile(`/XFA\b`)},
	{Outside, regexp.MustCompile(`/(SubmitForm|ImportData|GoToR|GoToE|Rendition)\b`)}, {Media, regexp.MustCompile(`/(RichMedia|3D|Movie|Sound|Screen)\b`)},
}

var (
	escaped  = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	onePage  = regexp.MustCompile(`/Type[ \t\r\n]*/Page(?:[^s]|$)`)
	count    = regexp.MustCompile(`/Count[ \t\r\n]+(\d{1,9})`)
	children = regexp.MustCompile(`/Kids[ \t\r\n]*\[([^\]]*)\]`)
	next     = regexp.MustCompile(`/(?:Next|First)[ \t\r\n]+(\d{1,9})[ \t\r\n]+\d+[ \t\r\n]+R`)
	numbered = regexp.MustCompile(`(\d{1,9})[ \t\r\n]+\d+[ \t\r\n]+R`)
)

// Dangers says what a PDF holds that can act, hide or take for ever, sorted; nothing of a file that is pages alone. Nothing in it
// is run or followed. Of what is no PDF it says nothing.
func Dangers(data []byte) (out []string) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil
	}
	f := &file{objects: map[int][]*object{}, left: maxTotal}
	f.scan(data)
	found := map[string]bool{Encrypted: bytes.Contains(data, []byte("/Encrypt")) || f.has("/Encrypt"), Broken: f.left <= 0 || f.broken > maxBroken}
	pages, links := 0, map[int][]int{}
	for no, all := range f.objects {
		for _, o := range all {
			dict := plainNames(o.dict)
			for _, s := range signs {
				found[s.kind] = found[s.kind] || s.sign.MatchString(dict)
			}
			for _, m := range count.FindAllStringSubmatch(dict, -1) {
				n, _ := strconv.Atoi(m[1])
				found[TooMany] = found[TooMany] || n > maxPages
			}
			links[no] = append(links[no], leads(dict)...)
		}
	}
	for _, o := range f.order {
		if onePage.MatchString(o.dict) {
			pages++
		}
	}
	found[TooMany] = found[TooMany] || pages > maxPages
	found[Endless] = circles(links)
	for kind, has := range found {
		if has {
			out = append(out, kind)
		}
	}
	slices.Sort(out)
	return out
}

// plainNames writes names without escapes.
func plainNames(dict string) string {
	if !strings.Contains(dict, "#") {
		return dict
	}
	return escaped.ReplaceAllStringFunc(dict, func(s string) string {
		n, _ := strconv.ParseUint(s[1:], 16, 8) // the expression admits only two digits
		return string(rune(n))
	})
}

// leads are the objects to which a tree of pages or a list of bookmarks goes on; the way back is no matter.
func leads(dict string) (out []int) {
	refs := next.FindAllStringSubmatch(dict, -1)
	for _, m := range children.FindAllStringSubmatch(dict, -1) {
		refs = append(refs, numbered.FindAllStringSubmatch(m[1], -1)...)
	}
	for _, m := range refs {
		n, _ := strconv.Atoi(m[1])
		out = append(out, n)
	}
	return out
}

// circles reports whether a way leads back to where it came from. It takes each object once.
func circles(links map[int][]int) bool {
	const under, done = 1, 2
	state := map[int]int{}
	type step struct{ no, at int }
	for start := range links {
		for stack := []step{{start, 0}}; len(stack) > 0; {
			s := &stack[len(stack)-1]
			if s.at == 0 && state[s.no] == done {
				stack = stack[:len(stack)-1]
				continue
			}
			state[s.no] = under
			if s.at == len(links[s.no]) {
				state[s.no] = done
				stack = stack[:len(stack)-1]
				continue
			}
			to := links[s.no][s.at]
			s.at++
			switch state[to] {
			case under:
				return true
			case 0:
				stack = append(stack, step{to, 0})
			}
		}
	}
	return false
}
