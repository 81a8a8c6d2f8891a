package text

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A mode is how parts are named in a text.
type mode uint8

const (
	inClaims mode = iota // 所述机架（1）
	inText               // 机架1
	plain                // 机架, as in the summary of the invention
)

// A naming knows the sign of every part.
type naming struct {
	names []string // longest first
	mark  map[string]string
}

// newNaming numbers the parts in one of the ways that applicants use.
func newNaming(parts []part, style int) naming {
	n := naming{mark: map[string]string{}}
	for i, p := range parts {
		n.names = append(n.names, p.name)
		switch style % 4 {
		case 0, 1:
			n.mark[p.name] = strconv.Itoa(i + 1)
		case 2:
			n.mark[p.name] = strconv.Itoa(10 * (i + 1))
		default:
			n.mark[p.name] = strconv.Itoa(101 + i)
		}
	}
	slices.SortStableFunc(n.names, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return n
}

// one names a single part; with is false for its first mention in a claim.
func (n naming) one(name string, m mode) string {
	switch m {
	case inClaims:
		return name + "（" + n.mark[name] + "）"
	case inText:
		return name + n.mark[name]
	default:
		return name
	}
}

// apply names every part that a text mentions.
func (n naming) apply(text string, m mode) string {
	var b strings.Builder
	for text != "" {
		name := n.at(text)
		switch {
		case name == "":
			_, size := first(text)
			b.WriteString(text[:size])
			text = text[size:]
			continue
		case m == inClaims:
			if !strings.HasSuffix(b.String(), "所述") {
				b.WriteString("所述")
			}
			b.WriteString(n.one(name, m))
		default:
			s := strings.TrimSuffix(b.String(), "所述")
			b.Reset()
			b.WriteString(s + n.one(name, m))
		}
		text = text[len(name):]
	}
	if m == inClaims {
		return b.String()
	}
	return strings.ReplaceAll(b.String(), "所述", "该")
}

// mentions returns the parts that a text names.
func (n naming) mentions(text string) (out []string) {
	for text != "" {
		if name := n.at(text); name != "" {
			out = append(out, name)
			text = text[len(name):]
			continue
		}
		_, size := first(text)
		text = text[size:]
	}
	return out
}

// at returns the part whose name stands at the beginning of a text. Names are tried from the
// longest, so that 弹簧座 is not read as 弹簧.
func (n naming) at(text string) string {
	for _, name := range n.names {
		if strings.HasPrefix(text, name) {
			return name
		}
	}
	return ""
}

// list joins parts as Chinese does: 甲、乙和丙.
func list(items []string, last string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], "、") + last + items[len(items)-1]
}
