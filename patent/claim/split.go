package claim

import (
	"regexp"
	"strings"

	"zhibao/patent"
)

// maxClaims bounds a set; what follows belongs to the last claim.
const maxClaims = 2000

// A piece is the text of one claim with the number that the file's markup gives it.
type piece struct {
	Span
	marked int
}

// pieces cuts a text into claims. Blocks that the file delimits as claims are claims; inside
// them, and in a text without such blocks, a line begins a claim when it carries the next number
// and is no further line of a numbered list of steps.
func pieces(t *patent.Text) (out []piece) {
	delimited := false
	for _, b := range t.Blocks {
		delimited = delimited || b.Kind == patent.ClaimText
	}
	if !delimited {
		out = cut(t.Text, Span{0, len(t.Text)}, nil, -1)
		if whole := (Span{0, len(t.Text)}); len(out) == 0 && strings.Contains(t.Text, "一种") {
			out = []piece{{whole, 0}}
		}
		return trimmed(t.Text, out)
	}
	for _, b := range t.Blocks {
		if b.Kind == patent.ClaimText && b.Start < b.End && b.End <= len(t.Text) {
			marked, _, _ := numeral(b.Number)
			out = cut(t.Text, Span{b.Start, b.End}, out, marked)
		}
	}
	return trimmed(t.Text, out)
}

// cut appends the claims of a span. With marked ≥ 0 the span is one claim of that number (0: the
// markup gives none) unless a later line plainly opens another.
func cut(text string, span Span, out []piece, marked int) []piece {
	open := -1 // index in out of the claim that the line belongs to
	if marked >= 0 {
		out = append(out, piece{Span{span.Start, span.End}, marked})
		open = len(out) - 1
	}
	last, listed := marked, 0
	for at := span.Start; at < span.End; {
		end := at + strings.IndexByte(text[at:span.End], '\n') + 1
		if end == at {
			end = span.End
		}
		h, ok := heading(text[at:end])
		switch {
		case !ok:
		case marked >= 0 && at == span.Start:
			last = h.value
		case len(out) >= maxClaims:
		case h.claimLike || open < 0 || marked < 0 && h.value == last+1 && h.value != listed+1:
			if open >= 0 {
				out[open].End = at
			}
			out = append(out, piece{Span{at, span.End}, 0})
			open, last, listed = len(out)-1, h.value, 0
		default:
			listed = h.value
		}
		at = end
	}
	return out
}

// A published page that was turned into text leaves its running head behind the last claim, and
// sometimes the first lines of the description behind that.
var (
	runningHead = regexp.MustCompile(`CN\s?[0-9]{7,9}\s?[A-Z][0-9]?\s*(?:权利要求书|说\s*明\s*书|说明书附图)\s*[0-9]+\s*/\s*[0-9]+\s*页`)
	nextPart    = regexp.MustCompile(`说\s*明\s*书`)
)

// trimmed takes running heads and white space off the ends of the pieces.
func trimmed(text string, out []piece) []piece {
	heads := strings.Contains(text, "页") && strings.Contains(text, "CN")
	for i := range out {
		if heads {
			for _, m := range runningHead.FindAllStringIndex(text[out[i].Start:out[i].End], -1) {
				at, end := out[i].Start+m[0], out[i].Start+m[1]
				if nextPart.MatchString(text[at:end]) || strings.TrimSpace(text[end:out[i].End]) == "" {
					out[i].End = at
					break
				}
			}
		}
		out[i].End = out[i].Start + len(strings.TrimRight(text[out[i].Start:out[i].End], " \t\r\n\u3000"))
	}
	return out
}

// A head is the number at the beginning of a claim.
type head struct {
	value     int
	label     string
	prefixed  bool
	boxed     bool // in brackets or in a circle
	size      int  // bytes with separator and blanks
	claimLike bool // what follows can only be the beginning of a claim
}

var (
	numberEnds = []string{".", "．", "、", "：", ":", ",", "，", "。"}
	boxOpens   = []string{"(", "（", "[", "［", "【"}
	boxEnds    = []string{")", "）", "]", "］", "】"}
	openings   = []string{"一种", "根据权利要求", "如权利要求", "按照权利要求", "依照权利要求", "按权利要求", "依据权利要求", "据权利要求",
		"权利要求", "根据前述", "根据上述权利要求", "如前述权利要求", "如上述权利要求", "一种根据", "一种如"}
)

// heading reads the number that a line begins with. A number without a point is one only where
// the words behind it open a claim.
func heading(line string) (h head, ok bool) {
	i := blanks(line)
	if strings.HasPrefix(line[i:], "权利要求") {
		h.prefixed = true
		i += len("权利要求")
		i += blanks(line[i:])
	}
	boxed := prefix(line[i:], boxOpens)
	i += len(boxed)
	value, n, chinese := numeral(line[i:])
	if value == 0 {
		value, n = circled(line[i:])
		boxed += line[i : i+n]
	}
	if n == 0 || value == 0 {
		return head{}, false
	}
	h.value, h.label = value, line[i:i+n]
	i += n
	i += blanks(line[i:])
	if end := prefix(line[i:], boxEnds); end != "" {
		boxed += end
		i += len(end)
	}
	h.boxed = boxed != ""
	end := prefix(line[i:], numberEnds)
	i += len(end)
	i += blanks(line[i:])
	h.size = i
	h.claimLike = prefix(line[i:], openings) != ""
	// "3.5mm" begins with no claim number, nor does "权利要求1所述的".
	if _, more := digit(line[i:]); more > 0 && !chinese {
		return head{}, false
	}
	// Numbers in brackets count steps and parts as well.
	if h.boxed && (!h.claimLike || chinese || h.prefixed || h.label[0] == '0') {
		return head{}, false
	}
	if end == "" && !h.boxed && (!h.claimLike || chinese || h.prefixed && strings.HasPrefix(line[i:], "权利要求")) {
		return head{}, false
	}
	if chinese && !h.claimLike && !h.prefixed {
		return head{}, false
	}
	return h, true
}

// open starts a claim with its number and body.
func open(text string, p piece) Claim {
	c := Claim{Start: p.Start, End: p.End, Number: p.marked, Body: p.Span}
	if h, ok := heading(text[p.Start:p.End]); ok {
		c.Number, c.Label, c.Prefixed, c.Boxed = h.value, h.label, h.prefixed, h.boxed
		c.Body.Start = min(p.Start+h.size, p.End)
		return c
	}
	c.Body.Start += blanks(text[p.Start:p.End])
	// "1.2,4-二氯苯": a name that begins with figures, behind a number that the markup confirms.
	body := text[c.Body.Start:p.End]
	value, n, chinese := numeral(body)
	if end := prefix(body[n:], numberEnds); p.marked > 0 && value == p.marked && !chinese && end != "" {
		c.Label = body[:n]
		c.Body.Start += n + len(end)
		c.Body.Start += blanks(text[c.Body.Start:p.End])
	}
	return c
}
