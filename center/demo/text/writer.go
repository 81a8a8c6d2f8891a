package text

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/patent/filing"
)

// A writer turns one seed into an application. What it chooses is chosen by the index alone.
type writer struct {
	*seed
	lib    *library
	index  int
	rng    *rand.Rand
	naming naming
	used   map[string]int // patterns used so far, so that one text does not repeat itself
	app    Application

	captions    []string          // 附图说明, one line for each figure
	shown       map[string]int    // figure that shows a part
	useFigure   int               // figure of the way of working, 0 if there is none
	curveFigure int               // figure of the experiment
	opening     string            // how dependent claims begin
	lead        string            // what stands between preamble and features
	made        map[string]detail // how parts are made, as far as the text says it
}

// newWriter prepares the writing of one seed. All choices come from one source of numbers in a
// fixed order; a choice that is added anywhere changes every text after it.
func newWriter(l *library, i int) *writer {
	s := l.order[i]
	// Neighbouring indices must not begin alike, so they are spread before they seed.
	spread := (uint64(i) + 1) * 0x9e3779b97f4a7c15
	rng := rand.New(rand.NewPCG(spread, spread>>29^0x77656e))
	return &writer{
		seed: s, lib: l, index: i, rng: rng,
		naming: newNaming(s.parts, rng.IntN(8)),
		used:   map[string]int{},
		shown:  map[string]int{},
		made:   map[string]detail{},

		opening: []string{"根据", "根据", "如"}[rng.IntN(3)],
		lead:    []string{"其特征在于，", "其特征在于，", "其特征在于："}[rng.IntN(3)],
		app:     Application{Index: i, Field: s.field, Kind: s.kind(), IPC: s.ipc},
	}
}

// subject is the subject matter as the text calls it, without 一种.
func (w *writer) subject() string {
	if w.class == 'Y' {
		return w.name + "方法及系统"
	}
	return w.name
}

// write writes the parts in the order in which they rest on each other: figures give the signs
// their place, claims give the summary its words, and the abstract quotes the first claim.
func (w *writer) write() Application {
	if w.class == 'D' {
		w.drawDesign()
	} else {
		w.app.Title = "一种" + w.subject()
		w.drawFigures()
		if w.isProcess() {
			w.claimProcess()
		} else {
			w.chooseDetails()
			w.claimDevice()
		}
		w.describe()
		w.abstract()
	}
	w.requestForm()
	return w.app
}

// isProcess reports whether there are steps and no parts.
func (w *writer) isProcess() bool { return w.class == 'M' || w.class == 'Y' }

// own is how the text calls the invention or utility model.
func (w *writer) own() string {
	if w.app.Kind == filing.UtilityModel {
		return "本实用新型"
	}
	return "本发明"
}

// frame returns a sentence pattern of a section with its slots filled. Patterns of one section
// come in turn, from a place that the index decides.
func (w *writer) frame(section string, slots ...string) string {
	variants := w.lib.frames[section]
	n, ok := w.used[section]
	if !ok {
		n = w.rng.IntN(len(variants))
	}
	w.used[section] = n + 1
	slots = append(slots, "{T}", w.subject(), "{t}", w.short(), "{I}", w.own(), "{D}", w.domain, "{E}", w.effect, "{B}", w.problem)
	return strings.NewReplacer(slots...).Replace(variants[n%len(variants)])
}

// short is how a text speaks of its subject the second time: 该 and the last word of the name.
func (w *writer) short() string {
	r := []rune(w.name)
	last := string(r[len(r)-1])
	switch {
	case w.class == 'Y':
		return "该方法"
	case strings.Contains("机器仪", last):
		return "该设备"
	case strings.Contains("阀锁框泵灯刀盒箱车椅床桌瓶杯架罐壳座柜门窗帘桶网夹钳", last):
		return "该" + last
	default:
		return "该" + string(r[len(r)-2:])
	}
}

// moves reports whether a device is a machine, with several parts that are driven.
func (w *writer) moves() bool {
	n := 0
	for _, p := range w.parts {
		if strings.ContainsAny(p.name, "机泵缸阀轮辊") || strings.HasSuffix(p.name, "传感器") || strings.HasSuffix(p.name, "控制器") {
			n++
		}
	}
	return n > 1
}

// value prints a number without needless zeros.
func value(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// between returns a round number inside the range of a param: its beginning, middle or end.
func (p param) between(k int) string {
	switch k {
	case 0:
		return value(p.lo) + p.unit
	case 2:
		return value(p.hi) + p.unit
	default:
		mid := (p.lo + p.hi) / 2
		s := strconv.FormatFloat(mid, 'f', 2, 64)
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		return s + p.unit
	}
}

// span prints the range of a param.
func (p param) span() string { return value(p.lo) + p.unit + "至" + value(p.hi) + p.unit }

// first returns the first character of a text and its size in bytes.
func first(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// length counts characters as the abstract's limit does.
func length(s string) int { return utf8.RuneCountInString(s) }
