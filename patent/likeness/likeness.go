// Package likeness (近似外观设计) finds designs whose pictures show the like of given ones, and says in
// what: shape, contour, pattern, colour.
//
// Notice 1.4.1. A Collection keeps of each picture what imagery.View has of it, some 300 bytes of which no
// picture can be made again, in memory (New) or in a file that is mapped (Open). The
// candidates are for people to look at: whether a design is the same or similar is judged by its whole, by
// a person (patent law of 2020, article 23).
package likeness

import (
	"cmp"
	"image"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"zhibao/internal/imagery"
	"zhibao/law/calendar"
)

// A Design is what a picture belongs to.
type Design struct {
	ID      int64
	Locarno string       // class, as 06-01
	On      calendar.Day // by which it is filtered: of filing or publication, as the caller decides
}

// A Collection is designs with their pictures. All methods may be called from several goroutines.
type Collection struct {
	mu       sync.RWMutex
	designs  []design
	at       map[int64]int32 // place of a design
	patterns []imagery.Bits256
	contours []imagery.Bits256
	ratios   []uint8
	rows     []row
	names    map[string]string // each name once
	file     *file             // nil for a collection in memory
}

// A design is where its pictures are.
type design struct {
	id    int64
	class class
	on    calendar.Day
	rows  []int32
}

// A row is one picture.
type row struct {
	name string
	view *imagery.View // nil where it stands in the file
	at   int64         // there
}

// A class is a Locarno class, in hundreds, and subclass; 0 where none is known.
type class uint16

// classOf reads 06-01, 06.01, 0601 or the class alone, 06.
func classOf(s string) class {
	s = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	if len(s) > 4 || len(s) == 3 {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	if len(s) <= 2 {
		n *= 100
	}
	return class(n)
}

// New returns an empty collection in memory.
func New() *Collection { return &Collection{at: map[int64]int32{}, names: map[string]string{}} }

// Add takes a picture of a design in. Its name is that of the view, as 主视图; a picture of the same name
// is replaced.
func (c *Collection) Add(d Design, name string, picture image.Image) {
	c.AddView(d, name, imagery.ViewOf(picture))
}

// AddView takes in what is kept of a picture, for who has looked at it already.
func (c *Collection) AddView(d Design, name string, v imagery.View) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(d.ID, classOf(d.Locarno), d.On, row{name: name, view: &v}, &v)
}

// put adds a picture, or replaces that of the same name. Class and day are those that came last.
func (c *Collection) put(id int64, class class, on calendar.Day, r row, v *imagery.View) {
	at, ok := c.at[id]
	if !ok {
		at = int32(len(c.designs))
		c.at[id], c.designs = at, append(c.designs, design{id: id})
	}
	d := &c.designs[at]
	d.class, d.on = class, on
	// There are a few names and millions of pictures.
	if name, ok := c.names[r.name]; ok {
		r.name = name
	} else {
		c.names[r.name] = r.name
	}
	i := slices.IndexFunc(d.rows, func(at int32) bool { return c.rows[at].name == r.name })
	if i < 0 {
		d.rows = append(d.rows, int32(len(c.rows)))
		c.patterns, c.contours, c.ratios, c.rows = append(c.patterns, v.Pattern), append(c.contours, v.Contour), append(c.ratios, v.Ratio), append(c.rows, r)
		return
	}
	row := d.rows[i]
	c.patterns[row], c.contours[row], c.ratios[row], c.rows[row] = v.Pattern, v.Contour, v.Ratio, r
}

// Len returns how many designs and pictures there are.
func (c *Collection) Len() (designs, pictures int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.designs), len(c.rows)
}

// A Filter narrows a query; what is empty does not.
type Filter struct {
	Locarno  string       // a subclass, 06-01, or a class with all its subclasses, 06
	From, To calendar.Day // both included
}

func (f Filter) skips(d *design, class class) bool {
	switch {
	case class == 0 && f.Locarno != "": // no class at all
		return true
	case class != 0 && class%100 == 0 && d.class/100 != class/100, class%100 != 0 && d.class != class:
		return true
	}
	return f.From != 0 && d.on < f.From || f.To != 0 && d.on > f.To
}

// An Asked is a picture with which designs are compared.
type Asked struct {
	Name  string         // of the view; for the answer alone, every view is compared with every other one
	Turns []imagery.View // what imagery.Turns or imagery.ViewOf saw: turned and mirrored too, or as it stands
}

// Ask looks at a picture. Turned means that it may also lie on its side or be mirrored, as the left view
// of one design and the right view of another.
func Ask(name string, picture image.Image, turned bool) Asked {
	if !turned {
		return Asked{name, []imagery.View{imagery.ViewOf(picture)}}
	}
	all := imagery.Turns(picture)
	return Asked{name, all[:]}
}

// A Candidate is a design that may be alike.
type Candidate struct {
	ID    int64
	Score float64 // the mean of the views that were asked for, 0 to 1
	Views []Match // one for each view that was asked for
}

// A Match is the picture of a candidate that is most like one that was asked for.
type Match struct {
	Asked, View string
	Turned      bool // it is so turned or mirrored
	Score       float64
	imagery.Likeness
}

// A Part is one of the things in which pictures are compared.
type Part struct {
	Title, English string
	Score          float64 // 0 to 1
	Told           bool    // so alike that it is a reason
}

// Parts are the scores of a match one by one.
func (m Match) Parts() []Part {
	return []Part{{"形状", "Shape", m.Shape, m.Shape > plainShape}, {"轮廓", "Contour", m.Contour, m.Contour > plainContour},
		{"图案", "Pattern", m.Pattern, m.Pattern > plainPattern}, {"色彩", "Colour", m.Colour, m.Colour > plainColour}}
}

// Reasons says in what the pictures are alike, the most alike first.
func (m Match) Reasons() (out []string) {
	type reason struct {
		word string
		how  float64
	}
	all := []reason{{"形状", m.Shape - plainShape}, {"轮廓", m.Contour - plainContour}, {"图案", m.Pattern - plainPattern}, {"色彩", m.Colour - plainColour}}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return cmp.Compare(b.how, a.how) < 0
	})
	for _, r := range all {
		if r.how > 0 {
			out = append(out, r.word)
		}
	}
	return out
}

// From these on a likeness is told as a reason: nine in ten pictures of different things are below.
const (
	plainShape   = 0.80
	plainContour = 0.45
	plainPattern = 0.30
	plainColour  = 0.70
)
