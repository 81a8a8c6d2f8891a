// Package claim (权利要求) reads a claim set: numbers, dependency lists, every alternative parent
// path, categories, preamble and characterising part, reference signs.
//
// The grammar of dependency expressions is that of practice: 根据|如|按照|依照|按|据 + 权利要求 + a
// list of numbers (1, 1-3, 1至3, 1、2或3, in ASCII, full-width or Chinese figures) + 中任一项 or
// another tail + 所述的. Nothing that a text may say makes Parse fail.
package claim

import (
	"zhibao/patent"
	"zhibao/patent/prose"
)

// A Span is bytes [Start, End) of the text of the claims part.
type Span struct{ Start, End int }

// Len returns the number of bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Has reports whether the span holds the byte offset.
func (s Span) Has(offset int) bool { return offset >= s.Start && offset < s.End }

// Kind says how a claim stands to the others.
type Kind string

// The kinds of claims.
const (
	Independent Kind = "independent" // 独立权利要求
	Dependent   Kind = "dependent"   // 从属权利要求
	Referring   Kind = "referring"   // 引用其他权利要求的独立权利要求, of another subject
)

// Category is what a claim protects, by the end of its subject name.
type Category string

// The categories. Everything that is neither a method nor a use is a product.
const (
	Method  Category = "method"  // 方法
	Use     Category = "use"     // 用途, 应用
	System  Category = "system"  // 系统, 平台
	Medium  Category = "medium"  // 存储介质
	Program Category = "program" // 程序产品
	Product Category = "product" // every other product
)

// IsProduct reports whether the category is one of products (产品权利要求).
func (c Category) IsProduct() bool { return c != "" && c != Method && c != Use }

// Title returns the Chinese name of the category.
func (c Category) Title() string {
	switch c {
	case Method:
		return "方法"
	case Use:
		return "用途"
	case System:
		return "系统"
	case Medium:
		return "存储介质"
	case Program:
		return "程序产品"
	case Product:
		return "产品"
	default:
		return "不明"
	}
}

// A Claim is one claim; all offsets are bytes into the text of the claims part.
type Claim struct {
	Number     int    // as written, 0 if it has none
	Label      string // the number as it stands in the text, "１", "一"; empty if only the file's markup gives it
	Prefixed   bool   // the number is written 权利要求1
	Boxed      bool   // the number is written (1), 1) or ①
	Start, End int    // the whole claim, number included

	Body           Span // without the number
	Preamble       Span // 前序部分 or 引用部分, before the transition; empty without a transition
	Transition     Span // 其特征在于 and its like; empty if there is none
	Characterising Span // 特征部分 or 限定部分, behind the transition

	Subject   string // 主题名称 without 一种, spaces and signs; of a dependent claim as it repeats it
	SubjectAt Span
	Category  Category // of a dependent claim without a subject name, that of its parent
	Kind      Kind

	References []Reference
	// Alternatives lists what the claim may build on: one inner list for each alternative, with
	// the claims that stand together (joined by 和) in one inner list. 1或2 is {{1}, {2}}, 1和2
	// is {{1, 2}}. It is nil for a claim that refers to none.
	Alternatives [][]int

	Signs []prose.Sign // uses of reference signs, as in a description
	Steps []Step
}

// Independent reports whether the claim is independent, with or without a reference.
func (c *Claim) Independent() bool { return c.Kind != Dependent }

// Multiple reports whether the claim is a multiple dependent claim (多项从属权利要求): dependent,
// and its opening names more than one claim.
func (c *Claim) Multiple() bool {
	return c.Kind == Dependent && len(c.References) > 0 && len(c.References[0].Numbers) > 1
}

// Parents returns every claim number that the claim refers to, in order, without repeats.
func (c *Claim) Parents() (out []int) {
	seen := map[int]bool{}
	for i := range c.References {
		for _, n := range c.References[i].Numbers {
			if !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	return out
}

// Parse reads the claims of a text. It never fails: what it cannot make out stays zero.
func Parse(t *patent.Text) *Set {
	s := &Set{Source: t.Text}
	list := pieces(t)
	s.Claims = make([]Claim, 0, len(list))
	for _, p := range list {
		s.Claims = append(s.Claims, open(t.Text, p))
	}
	s.byNumber = make(map[int]int, len(s.Claims))
	for i := range s.Claims {
		if n := s.Claims[i].Number; n > 0 {
			if _, taken := s.byNumber[n]; !taken {
				s.byNumber[n] = i
			}
		}
	}
	signs := prose.SignsOf(t, nil)
	for i := range s.Claims {
		c := &s.Claims[i]
		for len(signs) > 0 && signs[0].Start < c.Start {
			signs = signs[1:]
		}
		n := 0
		for n < len(signs) && signs[n].Start < c.End {
			n++
		}
		if n > 0 {
			c.Signs, signs = signs[:n:n], signs[n:]
		}
		c.parts(t.Text)
		c.References = s.references(i)
		c.Alternatives = combine(c.References)
		s.subject(i)
		c.Steps = steps(t.Text, c.Body)
	}
	return s
}
