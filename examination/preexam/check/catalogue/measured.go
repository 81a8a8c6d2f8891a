package catalogue

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"zhibao/examination/preexam/check"
)

// A Figure is how a rule did when it was measured.
type Figure struct {
	Version               int // of the rule that was measured
	RealSown, RealFound   int // faults put into real texts
	DemoSown, DemoFound   int // faults put into texts of the demonstration
	Right, Damaged, Wrong int // findings over real texts, as people judged them
}

// Measurement is what the last measurement of all rules published, by "zhibao bench check --publish".
type Measurement struct {
	Version string // of the rules
	On      string // the day
	Rules   map[string]Figure
}

//go:embed measured.txt
var measured string

// Measured returns the last measurement.
func Measured() (*Measurement, error) { return parseMeasured(measured) }

func parseMeasured(text string) (*Measurement, error) {
	m := &Measurement{Rules: map[string]Figure{}}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "version" && len(f) == 3:
			m.Version, m.On = f[1], f[2]
		case len(f) == 9:
			var n [8]int
			for i := range n {
				var err error
				if n[i], err = strconv.Atoi(f[i+1]); err != nil {
					return nil, fmt.Errorf("measured.txt: %q: %w", strings.TrimSpace(line), err)
				}
			}
			m.Rules[f[0]] = Figure{n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]}
		default:
			return nil, fmt.Errorf("measured.txt: %q is no line of it", strings.TrimSpace(line))
		}
	}
	return m, nil
}

// String writes the measurement as measured.txt holds it, rules in the order of the catalogue.
func (m *Measurement) String() string {
	var b strings.Builder
	b.WriteString("# 由 zhibao bench check --publish 写入，勿手改。\n# 规则 版本 真实文本播种 找到 示范文本播种 找到 判为正确 原文受损 错误\n")
	fmt.Fprintf(&b, "version %s %s\n", m.Version, m.On)
	for _, r := range Rules() {
		if f, ok := m.Rules[r.ID]; ok {
			fmt.Fprintln(&b, r.ID, f.Version, f.RealSown, f.RealFound, f.DemoSown, f.DemoFound, f.Right, f.Damaged, f.Wrong)
		}
	}
	return b.String()
}

// older lists the rules that were changed after they were measured.
func (m *Measurement) older() (out []string) {
	for _, r := range Rules() {
		if f, ok := m.Rules[r.ID]; ok && f.Version != r.Version {
			out = append(out, fmt.Sprintf("%s（测于第%d版，现为第%d版）", r.ID, f.Version, r.Version))
		}
	}
	return out
}

// freshness says whether the figures are those of the rules as they are.
func (m *Measurement) freshness() string {
	if old := m.older(); len(old) > 0 {
		return "此后改动过、数字属于旧版的规则：" + strings.Join(old, "、") + "。"
	}
	if m.Version != check.Version(Rules()) {
		return "此后新增的规则没有测量。"
	}
	return "其后没有规则改动。"
}

// recall is the share of faults that were found, in real texts where there was a place for them.
func (f Figure) recall() string {
	switch {
	case f.RealSown > 0:
		return fmt.Sprintf("%s（%d/%d）", share(f.RealFound, f.RealSown), f.RealFound, f.RealSown)
	case f.DemoSown > 0:
		return fmt.Sprintf("示范 %s（%d/%d）", share(f.DemoFound, f.DemoSown), f.DemoFound, f.DemoSown)
	default:
		return "—"
	}
}

// precision is the share of findings that were right about the text that the rule was given.
func (f Figure) precision() string {
	all := f.Right + f.Damaged + f.Wrong
	if all == 0 {
		return "—"
	}
	return fmt.Sprintf("%s（%d/%d）", share(f.Right+f.Damaged, all), f.Right+f.Damaged, all)
}

// share writes n of all as a percentage, never rounded up to the whole.
func share(n, all int) string {
	if n == all {
		return "100%"
	}
	return fmt.Sprintf("%.1f%%", float64(n*1000/all)/10)
}
