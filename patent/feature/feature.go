// Package feature (技术特征) proposes how a claim divides into technical features: the pieces of a claim
// that are compared with a product one by one. A proposal is where practice would first cut; a person
// splits and merges further.
//
// The features of a claim, put together in their order, are its words exactly: nothing is lost, nothing
// said twice. Split and Merge keep that.
package feature

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhibao/patent/claim"
)

// Role says what a piece of a claim is.
type Role string

// The roles.
const (
	Reference Role = "reference" // 引用部分: the features of the claim named there; not compared itself
	Subject   Role = "subject"   // 主题名称 with the words that open the claim
	Preamble  Role = "preamble"  // what an independent claim shares with the prior art
	Own       Role = "own"       // 特征部分, 限定部分
)

// A Feature is one piece of a claim.
type Feature struct {
	Role Role
	Text string
}

// Of proposes the features of a claim of the set.
func Of(s *claim.Set, c *claim.Claim) []Feature {
	body := s.Body(c)
	if body == "" {
		return nil
	}
	d := divider{body: body, cuts: map[int]bool{}}
	behind := len(body) // of the transition
	if !c.Transition.Empty() {
		behind = d.past(c.Transition.End - c.Body.Start)
	}
	d.divide(d.opening(c), behind)
	var out []Feature
	at := 0
	for i := 1; i <= len(body); i++ {
		if i < len(body) && !d.cuts[i] {
			continue
		}
		role := Own
		switch {
		case at == 0 && c.Kind == claim.Dependent:
			role = Reference
		case at == 0:
			role = Subject
		case c.Kind != claim.Dependent && behind < len(body) && at < behind:
			role = Preamble
		}
		out = append(out, Feature{role, body[at:i]})
		at = i
	}
	return out
}

// A divider finds where a claim is cut.
type divider struct {
	body string
	cuts map[int]bool
}

const (
	pause  = "，,"
	breaks = "；;。"
	spaces = " \t\n\r　"
)

// opening returns where the piece ends that names the claim: behind 其特征在于 where only the subject or a
// reference stands before it, behind the first 包括： otherwise, or behind the subject name.
func (d *divider) opening(c *claim.Claim) int {
	name := max(c.SubjectAt.End-c.Body.Start, 0)
	if len(c.References) > 0 && c.References[0].Opening {
		name = max(name, c.References[0].End-c.Body.Start)
	}
	if name == 0 || name > len(d.body) {
		name = firstPause(d.body)
	}
	end := d.past(name)
	if !c.Transition.Empty() {
		start, behind := c.Transition.Start-c.Body.Start, c.Transition.End-c.Body.Start
		// A short word such as 其包括 between the name and the transition belongs to neither.
		if start <= end || utf8.RuneCountInString(strings.Trim(d.body[end:start], pause+spaces)) < shortest {
			end = d.past(behind)
		}
	}
	if c.Kind == claim.Dependent {
		return end // what a reference is followed by is what the claim adds
	}
	return d.list(end)
}

// list goes on behind words that only announce a list: 包括：, 所述方法包括以下步骤：.
var announces = regexp.MustCompile(`^[\s　]*(?:(?:其中|所述|该|它|具体)[^，,；;。：:]{0,24})?(?:主要|具体|至少|还|进一步|依次)?(?:包括|包含|具有|具备|由|含有|步骤|按照|按|采用|执行|实现|如下|括)[^，,；;。：:]{0,24}[：:][\s　]*`)

func (d *divider) list(at int) int {
	if m := announces.FindStringIndex(d.body[at:]); m != nil {
		return at + m[1]
	}
	return at
}

// past goes over the pause and the blanks behind a place.
func (d *divider) past(at int) int {
	for at < len(d.body) {
		r, n := utf8.DecodeRuneInString(d.body[at:])
		if !strings.ContainsRune(pause+spaces+"：:", r) {
			break
		}
		at += n
	}
	return at
}

func firstPause(s string) int {
	if i := strings.IndexAny(s, pause+breaks+"：:"); i >= 0 {
		return i
	}
	return len(s)
}

// The numbers of characters below which a piece is no feature of its own.
const (
	shortest = 4
	part     = 2 // of one that a semicolon ends: 阀门；
)

// full is the number of characters from which on a piece may end at a comma.
const full = 9

var (
	// label begins a step or an item of a list.
	label = regexp.MustCompile(`^(?:[(（][0-9０-９a-zA-Z一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[)）、]|[①-⑳]|[a-zA-Z][)）]|步骤\s*[(（]?[sS]?[0-9０-９一二三四五六七八九十]{1,4}[^中所，,的]|[sS][0-9]{1,4}\s*[、:：,，.．；;)）]|第[一二三四五六七八九十]步)`)
	// clause begins a statement with a subject of its own.
	clause = regexp.MustCompile(`^(?:其中|并且|而且|且|同时|以及|还包括|还具有|还设有|还设置有|进一步|所述|该[^些类])`)
	// when begins a statement under which everything up to the semicolon holds.
	when = regexp.MustCompile(`(?:^|[，,；;：:])(?:若|如果|响应于|(?:在|当)[^，,；;]*(?:下|时|后|前)(?:[，,]|$))`)
	// steps announces the steps of a method in the middle of a claim.
	steps = regexp.MustCompile(`(?:^|[，,；;])(?:所述|该)?(?:方法|步骤)(?:具体|还)?(?:包括|包含|如下)[^，,；;]{0,12}[：:]$`)
	// announced is the same at the beginning of what follows: it stays with what stands before it.
	announced = regexp.MustCompile(`^(?:所述|该)?(?:方法|步骤)(?:具体|还)?(?:包括|包含|如下)[^，,；;]{0,12}[：:]`)
	// condition begins a statement that only says when the next one holds.
	condition = regexp.MustCompile(`(?:^|[，,；;：:])(?:在|当|若|如果|响应于|根据|基于|通过|将|对|以|使|从|由|利用|采用|其中，在|其中，当)[^，,；;]*$`)
)

// divide cuts behind the opening, and where the transition ends: what stands before it is known, what
// follows is what the claim adds.
func (d *divider) divide(from, transition int) {
	if from > 0 && from < len(d.body) {
		d.cuts[from] = true
	}
	begin, depth := from, 0
	cut := func(at int) {
		if at > begin && at < len(d.body) {
			d.cuts[at] = true
			begin = at
		}
	}
	for at := from; at < len(d.body); {
		r, n := utf8.DecodeRuneInString(d.body[at:])
		next := at + n
		switch {
		case strings.ContainsRune("(（[【", r):
			depth++
		case strings.ContainsRune(")）]】", r):
			depth = max(depth-1, 0)
		}
		if depth > 0 && r != '\n' {
			at = next
			continue
		}
		switch {
		case next >= transition && begin < transition && transition < len(d.body) && d.size(begin, next) >= shortest:
			next = transition
			cut(next)
		case strings.ContainsRune(breaks, r) || r == '\n':
			// Several signs and the blanks behind them end one piece.
			for next < len(d.body) {
				r, n := utf8.DecodeRuneInString(d.body[next:])
				if !strings.ContainsRune(breaks+spaces, r) {
					break
				}
				next += n
			}
			if d.size(begin, next) >= part {
				cut(next)
			}
		case strings.ContainsRune("：:", r):
			if d.size(begin, next) >= shortest && (d.labelled(next) || steps.MatchString(d.body[begin:next])) {
				cut(next)
			}
		case strings.ContainsRune(pause, r):
			if d.labelled(next) && d.size(begin, next) >= shortest || d.soft(begin, at, next) {
				cut(next)
			}
		}
		at = next
	}
	d.join(from)
}

// labelled reports whether the label of a step begins there.
func (d *divider) labelled(at int) bool {
	return label.MatchString(strings.TrimLeft(d.body[at:], spaces))
}

// soft reports whether a piece may end at the comma: it is long enough, what follows is a statement of
// its own, and the piece is none that only says when the next holds.
func (d *divider) soft(begin, comma, next int) bool {
	rest := strings.TrimLeft(d.body[next:], spaces)
	if d.size(begin, comma) < full || !clause.MatchString(rest) {
		return false
	}
	if when.MatchString(d.body[begin:comma]) && !strings.HasPrefix(rest, "其中") {
		return false
	}
	return !condition.MatchString(d.body[begin:comma]) && !announced.MatchString(rest)
}

// size counts the characters of a span without signs and blanks.
func (d *divider) size(from, to int) (n int) {
	for _, r := range d.body[from:to] {
		if !strings.ContainsRune(pause+breaks+spaces+"：:、", r) {
			n++
		}
	}
	return n
}

// join takes back a cut before a last piece that is too short to be a feature, such as 。 or 和.
func (d *divider) join(from int) {
	last := 0
	for at := range d.cuts {
		last = max(last, at)
	}
	if last >= from && d.size(last, len(d.body)) < shortest {
		delete(d.cuts, last)
	}
}

// Text puts features together to the words of the claim.
func Text(fs []Feature) string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString(f.Text)
	}
	return b.String()
}

// Cut divides a piece where the marked copy of it has a line break that the piece has not. Blanks do not
// count, because a form may change them; ok is false where the copy has other words.
func Cut(text, marked string) (pieces []string, ok bool) {
	words := []rune(marked)
	at, m := 0, 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		broken := false
		for m < len(words) && unicode.IsSpace(words[m]) {
			broken = broken || words[m] == '\n'
			m++
		}
		if m == len(words) || words[m] != r {
			return nil, false
		}
		// A blank line before the first word divides nothing, and a line break of the text itself none either.
		if broken && strings.TrimSpace(text[at:i]) != "" && !strings.HasSuffix(strings.TrimRight(text[at:i], " \t　\r"), "\n") {
			pieces, at = append(pieces, text[at:i]), i
		}
		m++
	}
	for m < len(words) && unicode.IsSpace(words[m]) {
		m++
	}
	if m < len(words) {
		return nil, false
	}
	return append(pieces, text[at:]), true
}
