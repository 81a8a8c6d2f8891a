package claim

import (
	"slices"
	"strings"
)

// A join says how an item of a list is tied to the one before it.
type join uint8

const (
	first join = iota
	comma
	or
	and
)

// An item is a number or a range of a list.
type item struct {
	join   join
	lo, hi int
}

// A list is the numbers behind 权利要求, read from left to right.
type list struct {
	s                 string
	at                int // where the reading stands; after read, the end of the last number
	items             []item
	chinese, backward bool
}

// read reads the whole list and reports whether there is one.
func (l *list) read() bool {
	j := first
	for len(l.items) < maxNamed {
		i, ok := l.item(l.at)
		if !ok {
			break
		}
		l.items[len(l.items)-1].join = j
		l.at = i
		next, k := l.separator(i)
		if k == first {
			break
		}
		if _, ok := l.peek(next); !ok {
			break
		}
		l.at, j = next, k
	}
	return len(l.items) > 0
}

// item reads one number or range at s[i:] and returns the position behind it.
func (l *list) item(i int) (next int, ok bool) {
	lo, i, chinese, ok := l.number(i)
	if !ok {
		return 0, false
	}
	l.chinese = l.chinese || chinese
	hi := lo
	k := i + blanks(l.s[i:])
	if w := prefix(l.s[k:], ranges); w != "" {
		k = l.again(k + len(w))
		if n, end, han, ok := l.number(k); ok && han == chinese {
			hi, i = n, end
		}
	}
	if hi < lo {
		l.backward = true
		lo, hi = hi, lo
	}
	l.items = append(l.items, item{lo: lo, hi: hi})
	return i, true
}

// number reads 第1项, 1 or 一.
func (l *list) number(i int) (value, next int, chinese, ok bool) {
	i += blanks(l.s[i:])
	if strings.HasPrefix(l.s[i:], "第") {
		i += len("第")
	}
	value, n, chinese := numeral(l.s[i:])
	if n == 0 || value == 0 {
		return 0, i, false, false
	}
	i += n
	// 权利要求一种 is no number; a measure behind it neither.
	if chinese && prefix(l.s[i:], []string{"种", "个", "般", "起", "侧", "端", "方", "体"}) != "" {
		return 0, i, false, false
	}
	if strings.HasPrefix(l.s[i:], "项") {
		i += len("项")
	}
	return value, i, chinese, true
}

// separator reads what ties the next item, with a repeated 权利要求, and returns where that begins.
func (l *list) separator(i int) (next int, j join) {
	i += blanks(l.s[i:])
	for range 2 { // "1、或2"
		w, k := "", first
		for _, set := range []struct {
			words []string
			join  join
		}{{commas, comma}, {ors, or}, {ands, and}} {
			if w == "" {
				w, k = prefix(l.s[i:], set.words), set.join
			}
		}
		if w == "" {
			break
		}
		i += len(w)
		i += blanks(l.s[i:])
		j = max(j, k)
	}
	return l.again(i), j
}

// again skips a repeated 根据权利要求 before a further number.
func (l *list) again(i int) int {
	k := i + len(prefix(l.s[i:], leads))
	if strings.HasPrefix(l.s[k:], word) {
		return k + len(word)
	}
	return i
}

// peek reports whether a number stands at s[i:] that continues the list: no measure and, where
// the list has ASCII figures, no Chinese one.
func (l *list) peek(i int) (int, bool) {
	v, end, chinese, ok := l.number(i)
	if !ok || chinese != l.chinese {
		return 0, false
	}
	rest := l.s[end:]
	if prefix(rest, []string{"个", "种", "次", "层", "倍", "mm", "cm", "%", "％", "℃", ".", "m"}) != "" {
		return 0, false
	}
	return v, true
}

// numbers writes the list out.
func (l *list) numbers() (out []int) {
	seen := map[int]bool{}
	if len(l.items) == 1 { // a range names nothing twice
		for n := l.items[0].lo; n <= l.items[0].hi && len(out) < maxNamed; n++ {
			out = append(out, n)
		}
		return out
	}
	for _, it := range l.items {
		for n := it.lo; n <= it.hi && len(out) < maxNamed; n++ {
			if !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	return out
}

// groups returns how the items are joined. A comma means what the next word of the list means:
// 1、2或3 are three alternatives, 1、2和3 stand together.
func (l *list) groups() (Mode, [][]int) {
	meaning := make([]join, len(l.items))
	next := comma
	for i := len(l.items) - 1; i > 0; i-- {
		meaning[i] = l.items[i].join
		if meaning[i] == comma {
			meaning[i] = next
		} else {
			next = meaning[i]
		}
	}
	for i := 1; i < len(meaning); i++ { // a trailing comma means what stood before it
		if meaning[i] == comma && i > 1 {
			meaning[i] = meaning[i-1]
		}
	}
	mode, count := Single, 0
	var out [][]int
	var alone []int // the alternatives of one claim stand in one piece of memory
	for i, it := range l.items {
		together := i > 0 && meaning[i] == and || i+1 < len(meaning) && meaning[i+1] == and
		fresh := !(i > 0 && meaning[i] == and)
		for n := it.lo; n <= it.hi && count < maxNamed; n++ {
			count++
			if !together {
				alone = append(alone, n)
				out = append(out, alone[len(alone)-1:len(alone):len(alone)])
				continue
			}
			if fresh {
				out = append(out, nil)
			}
			fresh = false
			last := len(out) - 1
			if !slices.Contains(out[last], n) {
				out[last] = append(out[last], n)
			}
		}
	}
	switch {
	case slices.Contains(meaning, and):
		mode = Conjunctive
	case slices.Contains(meaning, or):
		mode = Alternative
	case count > 1:
		mode = Bare
	}
	return mode, unique(out)
}
