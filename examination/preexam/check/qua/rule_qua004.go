package qua

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/examination/preexam/check"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/prose"
)

// Numbers of published applications keep far below these limits.
const (
	sameResults = 3    // results in a row that two experiments have in common
	digits      = 7    // significant digits that no instrument of a workshop shows
	manyResults = 300  // numbers from which on first digits can be counted
	offBenford  = 0.05 // mean distance of the shares of first digits from the law of Benford
)

var (
	experiment = regexp.MustCompile(`^\s*(?:具体)?(?:实施例|实验例|试验例|测试例|对比例|对照例)\s*[0-9一二三四五六七八九十]+`)
	// A result is a number with a fraction behind a word for something that is measured.
	result    = regexp.MustCompile(`(?:率|强度|硬度|纯度|活性|误差|寿命|容量|损耗|粘度|黏度|产量|增重|含量)[^，。；;\n0-9]{0,12}([0-9]+\.[0-9]+)`)
	unitAfter = regexp.MustCompile(`^\s*(?:%|％|℃|[mkμnc]?[mgAVWL]\b|份|小时|秒)`)
	beyond    = regexp.MustCompile(`(?:转化率|去除率|脱除率|收率|产率|合格率|有效率|成活率|存活率|治愈率|准确率|识别率|利用率|灭菌率|杀菌率)(?:均)?(?:为|达|是|约|约为|达到|高达|可达|均为)\s*([0-9]+(?:\.[0-9]+)?)\s*$`)
)

// qua004: results that two experiments share to the last digit, more digits than can be measured, more
// than a hundred of a hundred, and first digits of very many numbers that no measurement has.
func qua004() check.Rule {
	return check.Rule{Meta: rule.Meta{
		ID: "QUA-004", Title: "实验数据和技术效果没有明显不合理之处",
		English: "Data and effects are plausible",
		Basis:   []rule.Cite{order77("第二项"), notice411("第（二）项")},
		Level:   rule.Center, Severity: rule.Warning, Auto: rule.Heuristic, Version: 1,
	}, For: technical(), Part: patent.Description, Run: func(p *check.Pass) {
		const suggestion = "核对原始实验记录；数据有误的更正，属实的附原始记录或者检测报告"
		t := p.Text(patent.Description)
		repeated(p, t, suggestion)
		numbers := decimals(t.Text)
		for _, x := range numbers {
			unit := unitAfter.FindStringIndex(t.Text[x.End:min(len(t.Text), x.End+10)])
			if unit == nil || significant(x.Of(t.Text)) < digits || x.End-x.Start-strings.IndexByte(x.Of(t.Text), '.') <= 4 {
				continue
			}
			words := t.Text[x.Start : x.End+unit[1]]
			p.At(patent.Description, x.Start, x.End+unit[1], fmt.Sprintf("数值“%s”有%d位有效数字，超过通常的测量精度", words, significant(words)), suggestion)
			break
		}
		if start, end := overHundred(t.Text); start < end {
			p.At(patent.Description, start, end, fmt.Sprintf("“%s”超过100%%，不可能成立", t.Text[start:end]), suggestion)
		}
		if n, off := benford(t.Text, numbers); n >= manyResults && off > offBenford {
			p.Whole(patent.Description, fmt.Sprintf("说明书中%d个数值的首位数字分布与本福特定律平均相差%.3f，超过%.2f，数据可能不是测量所得", n, off, offBenford), suggestion)
		}
	}}
}

// repeated reports the first experiment whose results are those of another one.
func repeated(p *check.Pass, t *patent.Text, suggestion string) {
	type one struct {
		name       string
		values     []string
		start, end int
	}
	var all []one
	for _, b := range t.Blocks {
		words := t.Of(b)
		if m := experiment.FindString(words[:min(len(words), 60)]); m != "" {
			all = append(all, one{name: strings.TrimSpace(m)})
		}
		if len(all) == 0 {
			continue
		}
		e := &all[len(all)-1]
		for _, m := range result.FindAllStringSubmatchIndex(words, -1) {
			if significant(words[m[2]:m[3]]) < 3 {
				continue
			}
			if e.values == nil {
				e.start = b.Start + m[2]
			}
			e.values, e.end = append(e.values, words[m[2]:m[3]]), b.Start+m[3]
		}
	}
	for i, e := range all {
		k := slices.IndexFunc(all[:i], func(f one) bool {
			return f.name != e.name && len(e.values) >= sameResults && slices.Equal(e.values, f.values)
		})
		if k >= 0 {
			p.At(patent.Description, e.start, e.start+len(e.values[0]), fmt.Sprintf("%s的%d个测量结果与%s完全相同（%s）", e.name, len(e.values), all[k].name,
				strings.Join(e.values[:min(len(e.values), 5)], "、")), suggestion)
			return
		}
	}
}

// significant counts the digits of the number at the beginning of s from the first that is not 0.
func significant(s string) (n int) {
	for _, r := range s {
		switch {
		case r == '.':
		case r < '0' || r > '9':
			return n
		case n > 0 || r != '0':
			n++
		}
	}
	return n
}

// decimals returns the numbers with a fraction, 12.5 of 12.5% but nothing of 1.2.3.
func decimals(text string) (out []prose.Span) {
	digit := func(i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for i := 0; i < len(text); i++ {
		if !digit(i) {
			continue
		}
		start, points := i, 0
		for digit(i) || i < len(text) && text[i] == '.' && digit(i+1) {
			if text[i] == '.' {
				points++
			}
			i++
		}
		if points == 1 {
			out = append(out, prose.Span{Start: start, End: i})
		}
	}
	return out
}

// overHundred finds a share that cannot be more than a hundred percent and is.
func overHundred(text string) (start, end int) {
	const reach = 80 // bytes before the sign
	for i, r := range text {
		if r != '%' && r != '％' {
			continue
		}
		from := max(0, i-reach)
		m := beyond.FindStringSubmatchIndex(text[from:i])
		if m == nil {
			continue
		}
		if v, err := strconv.ParseFloat(text[from:][m[2]:m[3]], 64); err == nil && v > 100 {
			return from + m[0], i + utf8.RuneLen(r)
		}
	}
	return 0, 0
}

// benford returns how many of the numbers there are, and how far the shares of their first digits are
// from the law of Benford on average. Numbers that span less than three powers of ten do not follow it
// and are not counted.
func benford(text string, numbers []prose.Span) (n int, off float64) {
	var count [10]int
	least, most := math.Inf(1), 0.0
	for _, x := range numbers {
		s := x.Of(text)
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || v == 0 {
			continue
		}
		least, most = min(least, v), max(most, v)
		count[strings.TrimLeft(s, "0.")[0]-'0']++
		n++
	}
	if n == 0 || most/least < 1000 {
		return 0, 0
	}
	for d := 1; d <= 9; d++ {
		off += math.Abs(float64(count[d])/float64(n)-math.Log10(1+1/float64(d))) / 9
	}
	return n, off
}
