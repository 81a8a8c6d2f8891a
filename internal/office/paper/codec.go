package paper

import (
	"encoding/json"
	"fmt"
)

// stored is a block with its kind, as Marshal writes it. One field is set.
type stored struct {
	Para       *Para       `json:"p,omitempty"`
	Heading    *Heading    `json:"h,omitempty"`
	KeyValues  *KeyValues  `json:"kv,omitempty"`
	Table      *Table      `json:"t,omitempty"`
	List       *List       `json:"l,omitempty"`
	Pictures   *Pictures   `json:"pic,omitempty"`
	PageBreak  *PageBreak  `json:"pb,omitempty"`
	Signatures *Signatures `json:"s,omitempty"`
}

type storedPaper struct {
	Plain
	Body []stored `json:"Body"`
}

// Plain is a Paper without its body.
type Plain Paper

// Marshal writes a paper so that Unmarshal returns it unchanged. Equal papers give equal bytes.
func Marshal(p Paper) ([]byte, error) {
	out := storedPaper{Plain: Plain(p)}
	out.Plain.Body = nil
	for _, b := range p.Body {
		var s stored
		switch b := b.(type) {
		case Para:
			s.Para = &b
		case Heading:
			s.Heading = &b
		case KeyValues:
			s.KeyValues = &b
		case Table:
			s.Table = &b
		case List:
			s.List = &b
		case Pictures:
			s.Pictures = &b
		case PageBreak:
			s.PageBreak = &b
		case Signatures:
			s.Signatures = &b
		default:
			return nil, fmt.Errorf("paper: cannot store a block of type %T", b)
		}
		out.Body = append(out.Body, s)
	}
	return json.Marshal(out)
}

// Unmarshal reads what Marshal wrote.
func Unmarshal(data []byte) (Paper, error) {
	var in storedPaper
	if err := json.Unmarshal(data, &in); err != nil {
		return Paper{}, fmt.Errorf("paper: %w", err)
	}
	p := Paper(in.Plain)
	for _, s := range in.Body {
		switch {
		case s.Para != nil:
			p.Body = append(p.Body, *s.Para)
		case s.Heading != nil:
			p.Body = append(p.Body, *s.Heading)
		case s.KeyValues != nil:
			p.Body = append(p.Body, *s.KeyValues)
		case s.Table != nil:
			p.Body = append(p.Body, *s.Table)
		case s.List != nil:
			p.Body = append(p.Body, *s.List)
		case s.Pictures != nil:
			p.Body = append(p.Body, *s.Pictures)
		case s.PageBreak != nil:
			p.Body = append(p.Body, *s.PageBreak)
		case s.Signatures != nil:
			p.Body = append(p.Body, *s.Signatures)
		}
	}
	return p, nil
}
