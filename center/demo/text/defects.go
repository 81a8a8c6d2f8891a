package text

import (
	"slices"

	"zhibao/patent/filing"
)

// A Defect is a fault that applicants make.
type Defect struct {
	Code  string        // stable, for example "claim-about"
	Name  string        // Chinese
	Kinds []filing.Kind // kinds of application in which it can occur
}

// A planter puts one defect into an application that it may edit. It reports false, and leaves the
// application as it was, where there is no place for the defect.
type planter struct {
	Defect
	plant func(*Application) bool
}

// Defects lists the defects that With can plant.
func Defects() (out []Defect) {
	for _, p := range planters() {
		p.Kinds = slices.Clone(p.Kinds)
		out = append(out, p.Defect)
	}
	return out
}

// With returns the application with the defects of the given codes in it, planted in the order
// of Defects. A defect that has no place in this application, because of its kind or its text, is
// left out; Planted names those that are in.
func With(a Application, codes ...string) Application {
	clean := a.clone()
	if a.clean != nil {
		clean = *a.clean
		codes = append(slices.Clone(a.Planted), codes...)
	}
	out := clean.clone()
	out.clean, out.Planted = &clean, nil
	for _, p := range planters() {
		if !slices.Contains(codes, p.Code) || !slices.Contains(p.Kinds, out.Kind) {
			continue
		}
		next := out.clone()
		if p.plant(&next) {
			out = next
			out.Planted = append(out.Planted, p.Code)
		}
	}
	return out
}

// Corrected returns the next version of an application with defects: those of the given codes
// that were in it remain, all others are put right. Without codes it is the clean text.
func Corrected(a Application, remaining ...string) Application {
	if a.clean == nil {
		return a.clone()
	}
	keep := slices.DeleteFunc(slices.Clone(a.Planted), func(c string) bool { return !slices.Contains(remaining, c) })
	if len(keep) == 0 {
		return a.clean.clone()
	}
	return With(*a.clean, keep...)
}

// OneCharacter returns the application with one character of its description, or of the brief
// explanation of a design, replaced by another that is easily mistaken for it.
func OneCharacter(a Application) Application {
	a = a.clone()
	lines := a.Brief
	if len(a.Sections) > 0 {
		lines = a.Sections[len(a.Sections)-1].Paragraphs
	}
	for i := range lines {
		// Start in the middle, where nobody looks.
		p := &lines[(i+len(lines)/2)%len(lines)]
		for _, swap := range [][2]rune{{'于', '与'}, {'为', '是'}, {'在', '再'}, {'和', '与'}, {'的', '地'}} {
			r := []rune(*p)
			if at := slices.Index(r, swap[0]); at >= 0 {
				r[at] = swap[1]
				*p = string(r)
				return a
			}
		}
	}
	return a
}

// planters lists all defects. The order is that in which they are planted: what renames or
// rewrites comes before what takes away, so that several defects leave each other in place.
func planters() []planter {
	i, u, d := filing.Invention, filing.UtilityModel, filing.Design
	texts, all := []filing.Kind{i, u}, []filing.Kind{i, u, d}
	return slices.Concat(
		titlePlanters(texts, all), claimPlanters(texts, u), wordPlanters(texts), sectionPlanters(texts),
		abstractPlanters(texts), formPlanters(i, all), designPlanters(d),
	)
}
