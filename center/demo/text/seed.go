package text

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

//go:embed seeds/*.txt
var seedFiles embed.FS

// A seed is what was written by hand about one application.
type seed struct {
	field   string
	class   byte // F device, M process, Y process on data with a system, X utility model, D design
	name    string
	domain  string
	ipc     string // IPC, or Locarno of a design
	problem string
	effect  string
	parts   []part
	steps   []step
	traits  []trait
	params  []param
	metric  metric
	design  designSeed
}

// A part is a component: how it is placed, said of itself, and what it does, said as a verb.
type part struct {
	name, rel, job string
	extra          bool // named in a dependent claim only
}

// A step of a process. A tilde in its text stands before what an earlier step introduced.
type step struct{ name, text, job string }

// A trait says more about a part, or about a step, whose number then stands in for its name.
type trait struct{ on, text string }

// A param is a range of values of a part or step.
type param struct {
	on, what string
	lo, hi   float64
	unit     string
}

// A metric is what an experiment measures: with the invention and without.
type metric struct {
	name         string
	ours, theirs float64
	places       int
	unit         string
}

// A designSeed is the brief explanation of a design in its parts.
type designSeed struct {
	use, point, views string
}

// kind is the kind of patent that a class of seed leads to.
func (s *seed) kind() filing.Kind {
	switch s.class {
	case 'X':
		return filing.UtilityModel
	case 'D':
		return filing.Design
	default:
		return filing.Invention
	}
}

// A library is everything read from the seed files.
type library struct {
	fields  []string
	order   []*seed
	known   map[string][]string // background knowledge by field
	frames  map[string][]string // sentence patterns by section
	details []detail
	people  register
}

// A detail is said of parts whose name ends with a word.
type detail struct {
	suffix, text string
	others       []string // what could stand in its place
}

// load reads the embedded files. They are part of the program, so a fault in them is a fault of
// the program, found by the first test that runs.
func load() *library {
	l := &library{known: map[string][]string{}, frames: map[string][]string{}}
	entries, err := seedFiles.ReadDir("seeds")
	if err != nil {
		panic(err)
	}
	var seeds []*seed
	for _, e := range entries {
		data, err := seedFiles.ReadFile(path.Join("seeds", e.Name()))
		if err != nil {
			panic(err)
		}
		switch e.Name() {
		case "frames.txt":
			l.readFrames(string(data))
		case "people.txt":
			l.people = readRegister(string(data))
		case "details.txt":
			l.readDetails(string(data))
		default:
			found, err := l.readSeeds(string(data))
			if err != nil {
				panic(fmt.Errorf("%s: %w", e.Name(), err))
			}
			seeds = append(seeds, found...)
		}
	}
	l.order = interleave(seeds, l.fields)
	return l
}

// readFrames reads sentence patterns: a section in brackets, then one pattern a line. A section
// may be continued further down.
func (l *library) readFrames(src string) {
	section := ""
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			section = line[1 : len(line)-1]
		} else if line != "" {
			l.frames[section] = append(l.frames[section], line)
		}
	}
}

// readDetails reads how parts are made: the end of the part's name, what is said of it, and what
// could stand in its place. Before the first comma stands what a claim can say.
func (l *library) readDetails(src string) {
	for line := range strings.Lines(src) {
		if f := strings.Split(strings.TrimSpace(line), "|"); len(f) > 2 {
			l.details = append(l.details, detail{f[0], f[1], f[2:]})
		}
	}
}

// readSeeds reads one field. The first character of a line says what the line is.
func (l *library) readSeeds(src string) ([]*seed, error) {
	var out []*seed
	field := ""
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first, rest := line[0], strings.TrimSpace(line[1:])
		switch {
		case first == '@':
			field = rest
			l.fields = append(l.fields, field)
		case first == 'K' && strings.HasPrefix(line, "K "):
			l.known[field] = append(l.known[field], rest)
		case strings.IndexByte("FMYXD", first) >= 0 && line[1] == ' ':
			f := strings.Split(rest, "|")
			if len(f) != 3 {
				return nil, fmt.Errorf("heading %q: want name|domain|class", line)
			}
			out = append(out, &seed{field: field, class: first, name: f[0], domain: f[1], ipc: f[2]})
		case len(out) == 0:
			return nil, fmt.Errorf("line %q before any heading", line)
		default:
			if err := out[len(out)-1].read(line); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// read takes one line of a seed.
func (s *seed) read(line string) error {
	f := strings.Split(line[1:], "|")
	switch first := line[0]; {
	case first == '?':
		s.problem = line[1:]
	case first == '=':
		s.effect = line[1:]
	case first == '!' && len(f) == 3:
		s.design = designSeed{f[0], f[1], f[2]}
	case first == '>' && len(f) == 3:
		s.steps = append(s.steps, step{f[0], f[1], f[2]})
	case first == '*' && len(f) == 2:
		s.traits = append(s.traits, trait{f[0], f[1]})
	case first == '#' && len(f) == 5:
		lo, e1 := strconv.ParseFloat(f[2], 64)
		hi, e2 := strconv.ParseFloat(f[3], 64)
		if e1 != nil || e2 != nil || lo >= hi {
			return fmt.Errorf("range %q", line)
		}
		s.params = append(s.params, param{f[0], f[1], lo, hi, f[4]})
	case first == '%' && len(f) == 4:
		ours, e1 := strconv.ParseFloat(f[1], 64)
		theirs, e2 := strconv.ParseFloat(f[2], 64)
		if e1 != nil || e2 != nil {
			return fmt.Errorf("measurement %q", line)
		}
		_, frac, _ := strings.Cut(f[1], ".")
		s.metric = metric{f[0], ours, theirs, len(frac), f[3]}
	default:
		return s.readPart(line)
	}
	return nil
}

// readPart reads a part: name, place and task. A plus sign marks one that is named in a
// dependent claim only.
func (s *seed) readPart(line string) error {
	rest, extra := strings.CutPrefix(line, "+")
	f := strings.Split(rest, "|")
	if len(f) != 3 || f[0] == "" || f[1] == "" || f[2] == "" {
		return fmt.Errorf("%s: cannot read %q", s.name, line)
	}
	s.parts = append(s.parts, part{f[0], f[1], f[2], extra})
	return nil
}
