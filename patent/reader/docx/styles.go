package docx

import (
	"strconv"
	"strings"

	"zhibao/patent/reader/xmltree"
)

// A style is what matters of a paragraph style.
type style struct {
	heading int // outline level from 1, 0 for none
	title   bool
	num     string // numbering of its paragraphs
	level   int
	hidden  bool
}

// maxStyles bounds what a document can make the reader remember; real ones have some hundreds.
const maxStyles = 5000

// styles reads which paragraph styles are headings, following basedOn.
func (d *document) styles() error {
	root, err := d.tree("word/styles.xml")
	if err != nil {
		return err
	}
	type raw struct {
		style
		based string
	}
	raws := map[string]raw{}
	for i, k := range root.All("style") {
		if i >= maxStyles {
			break
		}
		r := raw{based: k.First("basedon").Val()}
		name := strings.ToLower(k.First("name").Val())
		// Word writes the English names of its own styles in every language; WPS writes Chinese ones.
		r.title = name == "title" || name == "标题"
		if level, ok := strings.CutPrefix(name, "heading "); ok {
			r.heading, _ = strconv.Atoi(level)
		}
		ppr := k.First("ppr")
		// Levels count from 0; 9 is body text.
		if o := ppr.First("outlinelvl"); o != nil && r.heading == 0 {
			if n, err := strconv.Atoi(o.Val()); err == nil && n < 9 {
				r.heading = n + 1
			}
		}
		if num := ppr.First("numpr"); num != nil {
			r.num = num.First("numid").Val()
			r.level, _ = strconv.Atoi(num.First("ilvl").Val())
		}
		r.hidden = on(k.Path("rpr", "vanish"))
		raws[k.Attr("styleid")] = r
	}
	d.styled = map[string]style{}
	for id, r := range raws {
		s := r.style
		// The chain of styles may be a circle in a broken document; twelve steps are plenty.
		for up, steps := r.based, 0; up != "" && steps < 12; steps++ {
			base, ok := raws[up]
			if !ok {
				break
			}
			if s.heading == 0 && !s.title {
				s.heading, s.title = base.heading, base.title
			}
			if s.num == "" {
				s.num, s.level = base.num, base.level
			}
			up = base.based
		}
		d.styled[id] = s
	}
	return nil
}

// on reports a switch such as <w:vanish/>: present and not set to off.
func on(n *xmltree.Node) bool {
	if n == nil {
		return false
	}
	v := strings.ToLower(n.Val())
	return v != "0" && v != "false" && v != "off" && v != "none"
}

// numbered is one list: the texts of its levels and how far it has counted.
type numbered struct {
	levels [9]level // Word knows nine
	count  [9]int
	shared *numbered // instances of one list count together
}

// level is the format of the numbers at one depth of a list.
type level struct {
	format, text string
	start        int
}

// numbering reads the automatic numbers.
func (d *document) numbering() error {
	d.nums = map[string]*numbered{}
	root, err := d.tree("word/numbering.xml")
	if err != nil {
		return err
	}
	abstract := map[string]*numbered{}
	for _, k := range root.All("abstractnum") {
		n := &numbered{}
		for _, l := range k.All("lvl") {
			i, err := strconv.Atoi(l.Attr("ilvl"))
			if err != nil || i < 0 || i > 8 {
				continue
			}
			start, err := strconv.Atoi(l.First("start").Val())
			if err != nil {
				start = 1
			}
			n.levels[i] = level{l.First("numfmt").Val(), l.First("lvltext").Val(), start}
		}
		abstract[k.Attr("abstractnumid")] = n
	}
	for _, k := range root.All("num") {
		base := abstract[k.First("abstractnumid").Val()]
		if base == nil {
			continue
		}
		n := &numbered{levels: base.levels, shared: base}
		for _, o := range k.All("lvloverride") {
			i, err := strconv.Atoi(o.Attr("ilvl"))
			if err != nil || i < 0 || i > 8 {
				continue
			}
			// An instance that sets its own start is a list of its own.
			if start, err := strconv.Atoi(o.First("startoverride").Val()); err == nil {
				n.levels[i].start, n.shared = start, nil
			}
		}
		d.nums[k.Attr("numid")] = n
	}
	return nil
}

// next counts one paragraph and returns the number that stands before it.
func (n *numbered) next(lvl int) string {
	// Instances of one list go on counting where another stopped, unless they restart.
	c := n
	if n.shared != nil {
		c = n.shared
	}
	lvl = min(max(lvl, 0), 8)
	for i := lvl + 1; i < 9; i++ {
		c.count[i] = 0
	}
	c.count[lvl]++
	l := n.levels[lvl]
	if l.format == "bullet" || l.format == "none" {
		return ""
	}
	s := l.text
	for i := range 9 {
		if mark := "%" + strconv.Itoa(i+1); strings.Contains(s, mark) {
			v := max(c.count[i], 1) - 1 + n.levels[i].start
			s = strings.ReplaceAll(s, mark, numeral(n.levels[i].format, v))
		}
	}
	return s
}

// numeral writes a number in the format of a list.
func numeral(format string, n int) string {
	switch format {
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "lowerLetter":
		if n >= 1 && n <= 26 {
			return string(rune('a' + n - 1))
		}
	case "upperLetter":
		if n >= 1 && n <= 26 {
			return string(rune('A' + n - 1))
		}
	case "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "chineseLegalSimplified":
		return chinese(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalFullWidth":
		return strings.Map(func(c rune) rune { return c + 0xFEE0 }, strconv.Itoa(n))
	}
	return strconv.Itoa(n)
}

// chinese writes the numbers that lists of headings use, up to ninety-nine.
func chinese(n int) string {
	digits := []rune("零一二三四五六七八九十")
	switch {
	case n >= 0 && n <= 10:
		return string(digits[n])
	case n < 20:
		return "十" + string(digits[n-10])
	case n < 100 && n%10 == 0:
		return string(digits[n/10]) + "十"
	case n < 100:
		return string(digits[n/10]) + "十" + string(digits[n%10])
	}
	return strconv.Itoa(n)
}

// roman writes Roman numerals.
func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var sb strings.Builder
	for _, r := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.v {
			sb.WriteString(r.s)
			n -= r.v
		}
	}
	return sb.String()
}
