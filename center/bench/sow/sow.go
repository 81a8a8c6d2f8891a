// Package sow (播种缺陷) makes faulty applications whose fault is known, to measure what the rules
// of the pre-examination find. A fault is put into a complete text of the demonstration, which is
// then packed as an applicant would pack it.
//
// Notice 1.2.3. The package shares no code, list of words or expression with the rules: what a
// fault is was taken from the law and from practice, and what finds it must be somewhere else.
package sow

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
	"zhibao/law/calendar"
	"zhibao/patent"
	"zhibao/patent/filing"
)

// Anywhere stands for a fault that concerns a part as a whole, so that no words can be named.
const Anywhere = "*"

// A Fault is one way to break a rule.
type Fault struct {
	Rule  string
	kinds string // i, u and d for the kinds of patent in which it can occur
	// sow puts the fault in. It returns the words that are wrong, Anywhere where there are none, or
	// nothing where the text has no place for the fault.
	sow func(*paper) string
}

// A Sheet is a submission that is ready to be read and checked.
type Sheet struct {
	Name  string // of the uploaded file
	Data  []byte
	Kind  patent.Kind // chosen by the applicant, empty: from the papers
	Facts check.Facts
	On    calendar.Day
	Words string // what is wrong, see Anywhere
}

// A paper is an application before it is packed.
type paper struct {
	text.Application
	rng    *rand.Rand
	opt    filing.Options
	chosen patent.Kind
	facts  check.Facts
	packed []func(*filing.Application)             // edits of what the writer gets
	files  []func(name string, data []byte) []byte // edits of the files in the archive; nil removes one
	word   func() []byte                           // makes a Word document instead of an archive
}

// Faults lists all faults, by chapters.
func Faults() []Fault {
	return slices.Concat(subjects(), packages(), titles(), persons(), forms(), claimSet(), claimWords(), claimSigns(),
		sections(), prose(), abstracts(), drawings(), designs(), views(), pictures(), converted(), judged(), after(), earlier())
}

// Rules returns the ids of the rules for which there are faults.
func Rules() (out []string) {
	for _, f := range Faults() {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// On is the day on which the sheets are checked.
func On() calendar.Day { return calendar.MustDay("2026-11-23") }

// Clean returns the application with the index i as it is without a fault.
func Clean(i int) (*Sheet, error) { return open(i).sheet() }

// Sow returns the application with the index i with the fault in it, or nil where it has no place
// for the fault.
func (f *Fault) Sow(i int) (*Sheet, error) {
	p := open(i)
	if !strings.Contains(f.kinds, map[filing.Kind]string{filing.Invention: "i", filing.UtilityModel: "u", filing.Design: "d"}[p.Kind]) {
		return nil, nil
	}
	words := f.sow(p)
	if words == "" {
		return nil, nil
	}
	s, err := p.sheet()
	if err != nil {
		return nil, fmt.Errorf("%s in %s: %w", f.Rule, p.Title, err)
	}
	s.Words = words
	return s, nil
}

func open(i int) *paper {
	p := &paper{Application: text.New(i), rng: rand.New(rand.NewPCG(uint64(i), 7))}
	p.facts = known(&p.Application)
	// Smaller pictures, still well above what the rules ask for: drawing them is most of the work.
	for i := range p.Figures {
		p.Figures[i].Art.Width, p.Figures[i].Art.Height = 84, 84
	}
	return p
}

// known is what a center knows of an application that is in order.
func known(a *text.Application) check.Facts {
	first := a.Request.Applicants[0]
	reg := &check.RegistryFacts{
		Applicants: []check.Registrant{{Found: true, Active: true, InArea: true, Status: "备案成功", Name: first.Name, Code: first.Code}},
		QuotaLeft:  9, QuotaYear: 20, Scope: a.Field + "产品的研发、制造和销售；" + a.Title + "的技术开发",
	}
	if g := a.Request.Agency; g != nil {
		reg.Agency = &check.AgencyFacts{Found: true, Active: true, Assured: true, Name: g.Name, Code: g.Code}
		for _, one := range g.Agents {
			reg.Agency.Agents = append(reg.Agency.Agents, one.Licence)
		}
	}
	class := a.IPC
	set := &check.SettingsFacts{
		Area: "3301", CoApplicants: "first", DomesticPriority: "accept", ForeignPriority: "accept", MaxFile: 50 << 20,
		EarlyPublish: true, NoAmendment: true, ListOfficial: true, MaxInventors: 10, PlannedFiling: calendar.MustDay("2026-12-07"),
	}
	if a.Kind == filing.Design {
		class = a.Locarno
		set.Locarno = []string{class[:2]}
	} else {
		set.IPC = []string{class[:4]}
	}
	return check.Facts{Registry: reg, Settings: set, Earlier: &check.EarlierFacts{Limits: limits}, Gallery: &check.GalleryFacts{}, Class: class, Filing: filed(a)}
}

// filed is what is known after an application was filed as it had passed.
func filed(a *text.Application) *check.FilingFacts {
	digit := map[filing.Kind]string{filing.Invention: "1", filing.UtilityModel: "2", filing.Design: "3"}[a.Kind]
	names := []string{a.Request.Applicants[0].Name}
	return &check.FilingFacts{
		ApplicationNo: numbered("2026" + digit + fmt.Sprintf("%07d", 1400000+a.Index*37)),
		FilingDate:    calendar.MustDay("2026-11-20"), PassedOn: calendar.MustDay("2026-11-18"), ValidUntil: calendar.MustDay("2026-11-25"),
		Compared: true, Title: a.Title, PassedTitle: a.Title, Applicants: names, PassedNames: names, PaidOn: calendar.MustDay("2026-11-20"),
	}
}

// numbered adds the check character of ZC 0006 to the twelve digits of an application number.
func numbered(digits string) string {
	sum := 0
	for i, c := range digits {
		sum += int(c-'0') * (i%8 + 2)
	}
	return digits + "." + string("0123456789X"[sum%11])
}

// sheet packs the paper.
func (p *paper) sheet() (*Sheet, error) {
	s := &Sheet{Name: "a.zip", Kind: p.chosen, Facts: p.facts, On: On(), Words: Anywhere}
	if p.word != nil {
		s.Name, s.Data = "a.docx", p.word()
		return s, nil
	}
	f := p.Filing()
	for _, edit := range p.packed {
		edit(f)
	}
	var b bytes.Buffer
	if err := filing.Write(&b, f, p.opt); err != nil {
		return nil, err
	}
	s.Data = b.Bytes()
	if len(p.files) == 0 {
		return s, nil
	}
	var err error
	s.Data, err = p.edited(s.Data)
	return s, err
}

// edited applies the edits of files and packs them anew.
func (p *paper) edited(data []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			return nil, err
		}
	}
	for _, edit := range p.files {
		for name, data := range files {
			if files[name] = edit(name, data); files[name] == nil {
				delete(files, name)
			}
		}
	}
	return archive(files)
}

// archive packs files in the order of their names.
func archive(files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// pick returns one of the words, which one depends on the text.
func (p *paper) pick(words ...string) string { return words[p.rng.IntN(len(words))] }

// onFiling edits what the writer of packages gets.
func (p *paper) onFiling(edit func(*filing.Application)) string {
	p.packed = append(p.packed, edit)
	return Anywhere
}

// inFile replaces words once in the file whose name ends with suffix.
func (p *paper) inFile(suffix, from, to string) string {
	p.files = append(p.files, func(name string, data []byte) []byte {
		if strings.HasSuffix(name, suffix) {
			return bytes.Replace(data, []byte(from), []byte(to), 1)
		}
		return data
	})
	return Anywhere
}
