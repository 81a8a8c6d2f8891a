package demo

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// drawnEach says that one of so many published documents comes with drawings, as not all feeds bring them.
const drawnEach = 5

// figures are the drawings of a document: the device and its units in the order in which they work.
func (p *publication) figures() [][]shape {
	if p.n%drawnEach != 0 {
		return nil
	}
	whole := []shape{{'b', .16, .78, .84, .88}, {'b', .22, .3, .78, .78}}
	parts := 2 + p.n%7
	for i := range parts { // the parts stand in the housing, each joined to the unit above
		x := .26 + .48*(float64(i)+.5)/float64(parts)
		form := "be"[p.n/drawnEach%2]
		whole = append([]shape{{form, x - .02, .5, x + .02, .7}, {'l', x, .22, x, .5}}, whole...)
	}
	whole = append(whole, shape{'b', .38, .1, .62, .22})
	var course []shape
	for i := range 3 + p.n%2 {
		y := .08 + .22*float64(i)
		course = append(course, shape{'b', .3, y, .7, y + .12}, shape{'l', .5, y + .12, .5, y + .22})
	}
	course = course[:len(course)-1]
	if p.n%2 == 0 {
		course = append(course, shape{'l', .7, .14, .84, .14}, shape{'l', .84, .14, .84, .58}, shape{'l', .84, .58, .7, .58})
	}
	return [][]shape{whole, course}
}

// sheet is the file of a drawing, the first being 1.
func (p *publication) sheet(kind string, n int) string {
	return fmt.Sprintf("%s%s-%d.png", p.number, kind, n)
}

// drawings writes the part of the document that shows its drawings.
func (p *publication) drawings(w *strings.Builder, kind string) {
	figures := p.figures()
	if len(figures) == 0 {
		return
	}
	w.WriteString("<business:Drawings>")
	for i := range figures {
		fmt.Fprintf(w, `<business:Figure num="%d" figureLabels="图%d"><base:Image he="100" wi="120" file="%s" imgFormat="PNG"/></business:Figure>`, i+1, i+1, p.sheet(kind, i+1))
	}
	w.WriteString("</business:Drawings>")
}

// archive packs the documents of an office and the drawings beside them.
func archive(name, doc string, ps []publication) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	add := func(name string, data []byte) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}
	if err := add(name, []byte(doc)); err != nil {
		return nil, err
	}
	for i := range ps {
		for n, shapes := range ps[i].figures() {
			data := drawn(shapes, ps[i].n, false, true)
			for _, kind := range ps[i].kinds() {
				if err := add(ps[i].sheet(kind, n+1), data); err != nil {
					return nil, err
				}
			}
		}
	}
	err := z.Close()
	return buf.Bytes(), err
}

// kinds are those of the publications of a document.
func (p *publication) kinds() []string {
	if p.granted.IsZero() {
		return []string{"A"}
	}
	return []string{"A", "B"}
}
