package field

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A dependent is a claim that goes back to one other claim, as most do: 根据权利要求1所述的….
type dependent struct {
	i        int // index of the claim
	from, to int // where the digits of the number stand
	on       int // the number
	subject  string
}

// dependents finds the claims that go back to one other claim by its number.
func (d *draft) dependents() (out []dependent) {
	for i, c := range d.Claims {
		at := strings.Index(c, "权利要求")
		if at < 0 || at > 40 {
			continue
		}
		from := at + len("权利要求")
		to := from + len(c[from:]) - len(strings.TrimLeft(c[from:], "0123456789"))
		tail, ok := strings.CutPrefix(c[to:], "所述")
		n, err := strconv.Atoi(c[from:to])
		if !ok || err != nil || n >= i+1 {
			continue
		}
		subject := strings.TrimPrefix(tail, "的")
		if end := strings.IndexAny(subject, "，,；:：。"); end > 0 {
			subject = subject[:end]
		}
		if at := strings.Index(subject, "其特征"); at > 0 {
			subject = subject[:at]
		}
		out = append(out, dependent{i, from, to, n, subject})
	}
	return out
}

// follower returns one of the dependent claims whose number is at least least.
func (d *draft) follower(least int) *dependent {
	all := slices.DeleteFunc(d.dependents(), func(x dependent) bool { return x.i+1 < least || numberOf(d.Claims[x.i]) != x.i+1 })
	if len(all) == 0 {
		return nil
	}
	return &all[d.rng.IntN(len(all))]
}

// on gives a fault a dependent claim.
func on(least int, edit func(d *draft, x *dependent) string) func(*draft) string {
	return func(d *draft) string {
		if x := d.follower(least); x != nil {
			return edit(d, x)
		}
		return ""
	}
}

// family reports whether a dependent claim and all before it are about the same thing, so that it
// could go back to any of them.
func (d *draft) family(x *dependent) bool {
	all := d.dependents()
	for i, c := range d.Claims[:x.i] {
		same := slices.ContainsFunc(all, func(y dependent) bool { return y.i == i && y.subject == x.subject })
		if i > 0 && !same || x.subject == "" || !strings.Contains(c, strings.TrimPrefix(x.subject, "一种")) {
			return false
		}
	}
	return true
}

// refer lets a dependent claim go back to other claims.
func (d *draft) refer(x *dependent, to string) string {
	c := d.Claims[x.i]
	d.Claims[x.i] = c[:x.from] + to + c[x.to:]
	return "权利要求" + to
}

// numberOf returns the number with which a claim begins, 0 if there is none.
func numberOf(claim string) int {
	n, _ := strconv.Atoi(claim[:len(claim)-len(strings.TrimLeft(claim, "0123456789"))])
	return n
}

// renumber gives a claim another number.
func (d *draft) renumber(i, n int) string {
	c := d.Claims[i]
	d.Claims[i] = strconv.Itoa(n) + strings.TrimLeft(c, "0123456789")
	return Anywhere
}

// append adds a claim with the next number.
func (d *draft) append(words string) int {
	n := len(d.Claims) + 1
	d.Claims = append(d.Claims, fmt.Sprintf("%d. %s", n, words))
	return n
}

// ended reports whether a claim ends as it must.
func ended(c string) bool { return strings.HasSuffix(c, "。") }

// tail adds a clause to the end of one of the claims.
func (d *draft) tail(clause string) bool {
	var all []int
	for i, c := range d.Claims {
		if ended(c) && i > 0 {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		return false
	}
	i := all[d.rng.IntN(len(all))]
	d.Claims[i] = strings.TrimSuffix(d.Claims[i], "。") + "，" + clause + "。"
	return true
}

// with puts one of some words, which the text does not have yet, into a clause of a claim.
func with(clause string, words ...string) func(*draft) string {
	return func(d *draft) string {
		w := d.stranger(words...)
		if w == "" || !d.tail(strings.Replace(clause, "#", w, 1)) {
			return ""
		}
		return w
	}
}

// section returns the section with the heading that holds text, nil if there is none.
func (d *draft) section(heading string) *Section {
	i := slices.IndexFunc(d.Sections, func(s Section) bool { return strings.Contains(s.Heading, heading) && len(s.Lines) > 0 })
	if i < 0 {
		return nil
	}
	return &d.Sections[i]
}

// sentence adds a sentence behind a paragraph of a section that ends as one.
func (d *draft) sentence(heading, words string) bool {
	s := d.section(heading)
	if s == nil {
		return false
	}
	var all []int
	for i, l := range s.Lines {
		if ended(l) && utf8.RuneCountInString(l) > 30 {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		return false
	}
	s.Lines[all[d.rng.IntN(len(all))]] += words
	return true
}

// says puts one of some words, which the text does not have yet, into a sentence of a section.
func says(heading, form string, words ...string) func(*draft) string {
	return func(d *draft) string {
		w := d.stranger(words...)
		if w == "" || !d.sentence(heading, strings.Replace(form, "#", w, 1)) {
			return ""
		}
		return w
	}
}

// A sign is a reference sign behind the name of a part: 壳体（12）.
type sign struct {
	i        int // index of the claim
	from, to int // of the brackets with the number
	name     string
	mark     string
}

// signed finds the numbers in brackets behind Chinese words in claims.
func (d *draft) signed() (out []sign) {
	for i, c := range d.Claims {
		for at := 0; at < len(c); {
			open := strings.IndexAny(c[at:], "（(")
			if open < 0 {
				break
			}
			open += at
			inner := strings.TrimPrefix(strings.TrimPrefix(c[open:], "（"), "(")
			digits := len(inner) - len(strings.TrimLeft(inner, "0123456789"))
			rest := strings.TrimPrefix(strings.TrimPrefix(inner[digits:], "）"), ")")
			at = len(c) - len(inner)
			last, _ := utf8.DecodeLastRuneInString(c[:open])
			if front := c[:open]; strings.HasSuffix(front, "步骤") || strings.HasSuffix(front, "式") || strings.HasSuffix(front, "例") {
				continue // steps and formulae are numbered in the same way
			}
			if digits == 0 || digits > 3 || len(rest) == len(inner)-digits || last < 0x4e00 || last > 0x9fff {
				continue
			}
			name := []rune(c[:open])
			if n := len(name); n < 2 || name[n-2] < 0x4e00 || name[n-2] > 0x9fff {
				continue // 壳体（6）和（7）
			}
			out = append(out, sign{i, open, len(c) - len(rest), string(name[max(0, len(name)-2):]), inner[:digits]})
		}
	}
	return out
}
