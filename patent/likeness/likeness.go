// Package likeness (近似外观设计) finds designs whose pictures show the like of given ones, and says in
// what: shape, contour, pattern, colour.
//
// Notice 1.4.1. A Collection keeps of each picture what imagery.View has of it, some 300 bytes of which no
// picture can be made again. It lives in memory: the caller stores each view with the record of its picture
// (View.MarshalBinary) and adds them all when it starts. The
// candidates are for people to look at: whether a design is the same or similar is judged by its whole, by
// a person (patent law of 2020, article 23).
package likeness

import (
	"cmp"
	"image"
	"slices"
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
	patterns []imagery.Bits256
	contours []imagery.Bits256
	rows     []row
	of       map[int64][]int32 // rows of a design
	dead     int
}

// A row is one picture. That of a deleted design has no name and is gone.
type row struct {
	id    int64
	name  string
	class class
	on    calendar.Day
	gone  bool
	view  imagery.View
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

// New returns an empty collection.
func New() *Collection { return &Collection{of: map[int64][]int32{}} }

// Add takes a picture of a design in. Its name is that of the view, as 主视图; a picture of the same name
// is replaced.
func (c *Collection) Add(d Design, name string, picture image.Image) {
	c.AddView(d, name, imagery.ViewOf(picture))
}

// AddView takes in what is kept of a picture, for who has looked at it already.
func (c *Collection) AddView(d Design, name string, v imagery.View) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, at := range c.of[d.ID] {
		if c.rows[at].name == name {
			c.put(int(at), row{d.ID, name, classOf(d.Locarno), d.On, false, v})
			return
		}
	}
	c.of[d.ID] = append(c.of[d.ID], int32(len(c.rows)))
	c.patterns, c.contours, c.rows = append(c.patterns, imagery.Bits256{}), append(c.contours, imagery.Bits256{}), append(c.rows, row{})
	c.put(len(c.rows)-1, row{d.ID, name, classOf(d.Locarno), d.On, false, v})
}

func (c *Collection) put(at int, r row) {
	c.patterns[at], c.contours[at], c.rows[at] = r.view.Pattern, r.view.Contour, r
}

// Delete takes a design out with all its pictures and reports whether it was there.
func (c *Collection) Delete(id int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	rows, ok := c.of[id]
	for _, at := range rows {
		c.put(int(at), row{gone: true})
	}
	c.dead += len(rows)
	delete(c.of, id)
	if c.dead > len(c.rows)/2 {
		c.tidy()
	}
	return ok
}

// tidy gives back the memory of what was deleted.
func (c *Collection) tidy() {
	old := c.rows
	c.patterns, c.contours, c.rows, c.of, c.dead = c.patterns[:0], c.contours[:0], nil, map[int64][]int32{}, 0
	for _, r := range old {
		if !r.gone {
			c.of[r.id] = append(c.of[r.id], int32(len(c.rows)))
			c.patterns, c.contours, c.rows = append(c.patterns, r.view.Pattern), append(c.contours, r.view.Contour), append(c.rows, r)
		}
	}
}

// Len returns how many designs and pictures there are.
func (c *Collection) Len() (designs, pictures int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.of), len(c.rows) - c.dead
}

// A Filter narrows a query; what is empty does not.
type Filter struct {
	Locarno  string       // a subclass, 06-01, or a class with all its subclasses, 06
	From, To calendar.Day // both included
}

func (f Filter) skips(r *row, class class) bool {
	switch {
	case r.gone:
		return true
	case class == 0 && f.Locarno != "": // no class at all
		return true
	case class != 0 && class%100 == 0 && r.class/100 != class/100, class%100 != 0 && r.class != class:
		return true
	}
	return f.From != 0 && r.on < f.From || f.To != 0 && r.on > f.To
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

// Reasons says in what the pictures are alike, the most alike first.
func (m Match) Reasons() (out []string) {
	type reason struct {
		word string
		how  float64
	}
	all := []reason{{"形状", m.Shape - plainShape}, {"轮廓", m.Contour - plainContour}, {"图案", m.Pattern - plainPattern}, {"色彩", m.Colour - plainColour}}
	slices.SortStableFunc(all, func(a, b reason) int { return cmp.Compare(b.how, a.how) })
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

// seen is how many pictures are looked at closely for each that was asked for and each way to turn it, at
// least.
const seen = 100

// Query returns the k designs most like the pictures, the best first. All pictures of the collection are
// compared by their patterns and contours, and the nearest by all that is kept of them.
func (c *Collection) Query(asked []Asked, f Filter, k int) []Candidate {
	c.mu.RLock()
	defer c.mu.RUnlock()
	want := classOf(f.Locarno)
	skip := func(at int) bool { return f.skips(&c.rows[at], want) }
	ids := map[int64]bool{}
	for _, a := range asked {
		for _, v := range a.Turns {
			for _, n := range imagery.Nearest(v.Pattern, c.patterns, max(seen, 2*k), skip) {
				ids[c.rows[n.At].id] = true
			}
			for _, n := range imagery.Nearest(v.Contour, c.contours, max(seen, 2*k), skip) {
				ids[c.rows[n.At].id] = true
			}
		}
	}
	out := make([]Candidate, 0, len(ids))
	for id := range ids {
		one := Candidate{ID: id}
		for _, a := range asked {
			m := c.best(id, a)
			one.Views = append(one.Views, m)
			one.Score += m.Score / float64(len(asked))
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Candidate) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return out[:min(max(k, 0), len(out))]
}

// best returns the picture of a design that is most like one that is asked for.
func (c *Collection) best(id int64, a Asked) Match {
	out := Match{Asked: a.Name, Score: -1}
	for _, at := range c.of[id] {
		for i := range a.Turns {
			l := a.Turns[i].Like(&c.rows[at].view)
			if how := l.Whole(); how > out.Score {
				out.View, out.Turned, out.Score, out.Likeness = c.rows[at].name, i > 0, how, l
			}
		}
	}
	return out
}
