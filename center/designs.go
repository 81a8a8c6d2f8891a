package center

import (
	"context"
	"path/filepath"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/record"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/searching"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/job"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent"
	"zhibao/patent/literature"
	"zhibao/protection/infringement/comparison"
)

// newDesigns makes the search by pictures. Its collection lies beside the index of the documents.
func (c *Center) newDesigns(blobs *blob.Store) *designs.Desk {
	return designs.New(designs.Deps{Holding: c.Documents, Blobs: blobs, Bench: comparison.Bench(), Read: searching.ActSearch, Matter: c.designMatter,
		Path: func(center int64) string {
			return filepath.Join(c.index(), "designs-"+strconv.FormatInt(center, 10))
		}})
}

// designMatter reads the pictures of a case: the views of the design under examination, or the product of an
// infringement case.
func (c *Center) designMatter(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) (*designs.Matter, error) {
	// Who may not see the case at all is told what everybody is told of a case that does not exist.
	k, err := c.Office.Get(ctx, tx, by, id)
	if err != nil {
		return nil, err
	}
	none := fault.New(fault.Missing, "designs.case", "这个案件没有可供您检索的外观设计图片；请从案件页面进入")
	switch k.Chart {
	case "infringement":
		return c.comparedMatter(ctx, tx, by, k)
	case "preexam":
		// The text of an application is for those who examine it; its pictures are part of the text.
		if k.Kind != string(patent.Design) || by.Party != 0 || !c.Office.Policy.May(by.Subject, casework.ActText, k.Object()) {
			return nil, none
		}
		return c.filedMatter(ctx, tx, k)
	}
	return nil, none
}

// comparedMatter reads the pictures of a comparison. What is found may be cited there as a prior design.
func (c *Center) comparedMatter(ctx context.Context, tx *store.Tx, by casework.Actor, k *casework.Case) (*designs.Matter, error) {
	_, shots, err := c.Comparison.Shots(ctx, tx, by, k.ID)
	out := &designs.Matter{Case: k}
	// Only who fills the comparison in is led to the form of a citation.
	if c.Office.Policy.May(by.Subject, comparison.ActEdit, k.Object()) && k.Open() {
		out.Cite = "/case/" + strconv.FormatInt(k.ID, 10) + "/comparison/cite?citation="
	}
	for _, s := range shots {
		out.Shots = append(out.Shots, designs.Shot(s))
	}
	return out, err
}

// filedMatter reads the views of the latest papers of a request.
func (c *Center) filedMatter(ctx context.Context, tx *store.Tx, k *casework.Case) (*designs.Matter, error) {
	key, err := c.Office.Keys.CaseKey(ctx, tx, k.ID)
	if err != nil {
		return nil, err
	}
	v, err := record.Find(ctx, tx, key, k.ID, 0, preexam.ForExam)
	if err != nil {
		return nil, err
	}
	out := &designs.Matter{Case: k}
	// A case that was brought in may have no papers yet: then there is nothing to search with, and the page
	// says so.
	if v == nil {
		return out, nil
	}
	// What is missing in the package is a finding of the rules, not an error here.
	for _, f := range v.App.Views {
		if !f.Present {
			continue
		}
		data, err := c.Preexam.Entry(ctx, key, k, v, f.File)
		if err != nil {
			return nil, err
		}
		out.Shots = append(out.Shots, designs.Shot{Name: f.Label, Data: data})
	}
	return out, nil
}

// designExtra leads from a case to the search with its pictures, those who may see them.
func (c *Center) designExtra(x *web.Ctx, tx *store.Tx, k *casework.Case) (out worklist.Extra, err error) {
	a := worklist.Actor(x)
	if a.Party != 0 || !c.Office.Policy.Ever(a.Subject, designs.ActSearch) || !c.Office.Policy.May(a.Subject, casework.ActText, k.Object()) {
		return out, nil
	}
	if k.Chart == "preexam" && k.Kind != string(patent.Design) {
		return out, nil
	}
	// Whether an infringement case is about a design its patent says; no other has a collection to search.
	if k.Chart == "infringement" {
		p, err := c.Infringement.PatentOf(x.Context(), tx, k.ID)
		if err != nil || patent.Kind(p.Kind) != patent.Design {
			return out, err
		}
	}
	out.Links = []web.Link{{Href: designs.InCase(k.ID), Label: x.T("外观近似检索", "Similar designs")}}
	return out, nil
}

// designLinks lead from a document to the search with its pictures, where there are some.
func (c *Center) designLinks(x *web.Ctx, doc *literature.Document) ([]web.Link, error) {
	if doc.Kind != patent.Design || !c.Office.Policy.Ever(worklist.Actor(x).Subject, designs.ActSearch) {
		return nil, nil
	}
	// Most designs came as a row of a list, which has no pictures.
	ks, err := c.Designs.Of(x.Context(), worklist.Actor(x).Center, doc.Number)
	if err != nil || len(ks) == 0 {
		return nil, err
	}
	return []web.Link{{Href: designs.From(doc.Number), Label: x.T("检索近似外观设计", "Search similar designs")}}, nil
}

// expireDesigns is the job that deletes searches with pictures that are over.
func (c *Center) expireDesigns(ctx context.Context, _ job.Job) (job.Effect, error) {
	// Every center keeps them for as long as it decides.
	var centers []casework.Center
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		centers, err = c.Office.Centers(ctx, tx)
		return err
	})
	for _, ct := range centers {
		if err := c.Designs.Expire(ctx, ct.ID); err != nil {
			return nil, err
		}
	}
	return nil, err
}
