package searching

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/sorting"
	"zhibao/patent/literature"
)

// Engine is the index of a center: it also finds what is like a text, and what is peculiar to one.
type Engine interface {
	search.Engine
	Similar(ctx context.Context, texts []string, r search.Request) (search.Result, error)
	Telling(ctx context.Context, texts []string, most int) ([]string, error)
}

// The kinds of searches: a query, or what is like a document or a text.
const (
	byQuery  = ""
	byNumber = "number" // Words is the number of a document
	byText   = "text"   // Words is the hash and the length of the text, which itself was not kept
)

// maxSimilar is how many documents a list of the most similar ones has.
const maxSimilar = 50

// A Like is a document that is like a text, with what it owes its place to.
type Like struct {
	Doc    literature.Document // without claims and description
	Score  float64
	Causes []search.Cause
}

// Similar finds the documents that are most like some texts, the most similar first: all of them, or those
// that a query finds. change is the state of the data in which they were found. Neither the texts nor a
// word of them are kept anywhere. Error: query.Wrong.
func (d *Desk) Similar(ctx context.Context, center int64, texts []string, among string, most int) (out []Like, change int64, err error) {
	q, err := (&Run{Words: among}).compiled()
	if err != nil {
		return nil, 0, err
	}
	return d.similar(ctx, center, texts, q, most)
}

func (d *Desk) similar(ctx context.Context, center int64, texts []string, among search.Query, most int) (out []Like, change int64, err error) {
	defer fault.Wrap(&err, "similar documents")
	f, err := d.open(ctx, center)
	if err != nil {
		return nil, 0, err
	}
	left, err := d.feed(ctx, center, f, quick)
	if err != nil {
		return nil, 0, err
	}
	state, err := d.Holding.State(ctx, center)
	if err != nil {
		return nil, 0, err
	}
	res, err := f.engine.Similar(ctx, texts, search.Request{Query: among, Limit: most, Count: 1})
	if err != nil {
		return nil, 0, err
	}
	numbers, causes := make([]string, len(res.Hits)), map[string]search.Hit{}
	for i, h := range res.Hits {
		numbers[i], causes[h.ID] = h.ID, h
	}
	docs, err := d.Holding.Many(ctx, center, numbers)
	for _, doc := range docs {
		h := causes[doc.Number]
		sorting.Stable(h.Causes, func(a, b search.Cause) int { return cmp.Compare(b.Share, a.Share) })
		out = append(out, Like{doc, h.Score, h.Causes})
	}
	return out, state.Change - left, err
}

// Telling names what is peculiar to some texts among the documents of a center. Nothing of them is kept.
func (d *Desk) Telling(ctx context.Context, center int64, texts []string, most int) ([]string, error) {
	f, err := d.open(ctx, center)
	if err != nil {
		return nil, err
	}
	if _, err := d.feed(ctx, center, f, quick); err != nil {
		return nil, err
	}
	return f.engine.Telling(ctx, texts, most)
}

// Found is a page of what a query finds now, without keeping that it was asked.
type Found struct {
	Docs   []literature.Document // without claims and description, in order
	Total  int                   // that there are
	More   bool                  // Total is where counting stopped
	Change int64                 // state of the data in which they were found
}

// Look asks a query and keeps nothing of it: whoever asks for a case keeps it in the case.
// Error: query.Wrong.
func (d *Desk) Look(ctx context.Context, center int64, words string, page int) (out Found, err error) {
	q, err := (&Run{Words: words}).compiled()
	if err != nil {
		return out, err
	}
	a, err := d.ask(ctx, center, q, view{Page: page}, nil)
	if err != nil {
		return out, err
	}
	state, err := d.Holding.State(ctx, center)
	return Found{a.Docs, a.Total, a.More, state.Change - a.Left}, err
}

// textsOf are the texts by which a document is compared.
func textsOf(doc *literature.Document) (out []string) {
	for _, ts := range [][]literature.Text{doc.Titles, doc.Abstracts, doc.Claims} {
		for _, t := range ts {
			out = append(out, t.Words)
		}
	}
	return out
}

// others are all documents but a given one, its other publications and its family, which say the same.
func others(doc *literature.Document) search.Query {
	same := search.Or{Of: []search.Query{search.Key{Field: "number", Values: []string{doc.Number, literature.Root(doc.Number)}}}}
	if doc.Application != "" {
		same.Of = append(same.Of, search.Key{Field: "application", Values: []string{doc.Application}})
	}
	if doc.Family != "" {
		same.Of = append(same.Of, search.Key{Field: "family", Values: []string{doc.Family}})
	}
	return search.Not{Of: same}
}

// likeDocument finds what is like a document.
func (d *Desk) likeDocument(ctx context.Context, center int64, doc *literature.Document, most int) ([]Like, int64, error) {
	return d.similar(ctx, center, textsOf(doc), others(doc), most)
}

// numbered reads a document by the number of a publication or of an application. Error: Missing.
func (d *Desk) numbered(ctx context.Context, center int64, number string) (doc literature.Document, err error) {
	doc, _, err = d.Holding.Find(ctx, center, number)
	if fault.KindOf(err) != fault.Missing {
		return doc, err
	}
	published, e := d.Holding.Published(ctx, center, number)
	if e != nil {
		return doc, e
	}
	if len(published) == 0 {
		return doc, err
	}
	doc, _, err = d.Holding.Find(ctx, center, published[len(published)-1])
	return doc, err
}

// SearchLikeDocument finds what is like a document, by any number of it, and keeps that it was asked.
func (d *Desk) SearchLikeDocument(ctx context.Context, by casework.Actor, number string) (*Run, []Like, error) {
	doc, err := d.numbered(ctx, by.Center, number)
	if fault.KindOf(err) == fault.Missing {
		err = fault.New(fault.Invalid, "searching.like_number", "文献库中没有 %s，请核对号码，或者改为粘贴文字", strings.TrimSpace(number)).At("number")
	}
	if err != nil {
		return nil, nil, err
	}
	likes, change, err := d.likeDocument(ctx, by.Center, &doc, maxSimilar)
	if err != nil {
		return nil, nil, err
	}
	r := &Run{Kind: byNumber, Words: doc.Number, Total: len(likes), Change: change}
	return r, likes, d.addRun(ctx, by, r)
}

// Inside refuses where the index is kept by another program: a text that is compared may not be published
// yet, and neither it nor its words may leave this one. Error: Conflict.
func (d *Desk) Inside() error {
	if d.Outside {
		return fault.New(fault.Conflict, "searching.outside", "本平台使用外部的检索服务，未公开的文本及其中的词语不发送给它，因此不能以文找文、不能在案内检索；请改用“专利检索”自行输入检索词，或者请系统管理员改用内嵌的检索").On("专利法第二十一条第三款")
	}
	return nil
}

// SearchLikeText finds what is like a text and keeps that it was asked, but nothing of the text: its hash
// and its length tell later whether it was the same.
func (d *Desk) SearchLikeText(ctx context.Context, by casework.Actor, text string) (*Run, []Like, error) {
	if err := d.Inside(); err != nil {
		return nil, nil, err
	}
	likes, change, err := d.similar(ctx, by.Center, []string{text}, search.All{}, maxSimilar)
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256([]byte(text))
	r := &Run{Kind: byText, Words: fmt.Sprintf("%s %d", hex.EncodeToString(sum[:]), len([]rune(text))), Total: len(likes), Change: change}
	return r, likes, d.addRun(ctx, by, r)
}

// asked reads the query of a search. Error: Invalid where it asked for what is like something.
func (r *Run) asked() (q query.Query, err error) {
	if r.Kind != byQuery {
		return q, fault.New(fault.Invalid, "searching.no_query", "以文找文、以号找文没有检索式，不能统计、导出或者保存；请打开其结果，或者另行检索")
	}
	return query.Parse(r.Words)
}
