package searching

import (
	"strconv"
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// numberList is a list of numbers.
type numberList struct {
	Numbers string `json:"numbers" label:"公开（公告）号" en:"Publication numbers" widget:"textarea" max:"400000" required:"true"`
}

// restSets are the collections for programs.
func (d *Desk) restSets() []rest.Endpoint {
	collect, putIn, remark := form.Describe(collecting{}, nil), form.Describe(numberList{}, nil), form.Describe(noting{}, nil)
	set := collections + "/{set}"
	post := func(at, page, zh, en string, body *form.Schema, h func(*rest.Call, *Set) error) rest.Endpoint {
		return rest.Endpoint{Method: "POST", Path: at, Act: ActCollect, Title: web.Text{zh, en}, Pages: []string{"POST " + page}, Body: body, Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
			s, err := d.setOf(c.Ctx)
			if err == nil {
				err = h(c, s)
			}
			return rest.OK(err)
		}}
	}
	note := post(set+"/note/{number}", set+"/note/{number}", "给集合中的文献写批注", "Write a note on a document", remark, func(c *rest.Call, s *Set) error {
		var in noting
		if err := c.Read(remark, &in); err != nil {
			return err
		}
		return d.note(c.Ctx, s, c.Path("number"), in.Note)
	})
	note.Pages = append(note.Pages, "GET "+set+"/note/{number}")
	return []rest.Endpoint{
		{Method: "GET", Path: collections, Act: ActCollect, Title: web.Text{"专利集合", "Collections"}, Pages: []string{"GET " + collections}, Answer: []CollectionOf{}, Handle: d.restMine},
		{Method: "POST", Path: collections, Act: ActCollect, Title: web.Text{"建立集合", "Make a collection"}, Pages: []string{"POST " + collections}, Body: collect, Answer: Collected{}, Handle: func(c *rest.Call) (any, error) {
			var in collecting
			if err := c.Read(collect, &in); err != nil {
				return nil, err
			}
			numbers, err := d.held(c.Ctx, in.Numbers)
			if err != nil {
				return nil, err
			}
			s := &Set{Title: strings.TrimSpace(in.Title), Purpose: strings.TrimSpace(in.Purpose), Shared: in.Shared}
			err = d.addSet(c.Context(), worklist.Actor(c.Ctx), s, numbers)
			return Collected{rest.ID(s.ID), len(numbers), 0}, err
		}},
		{Method: "GET", Path: set, Act: ActCollect, Title: web.Text{"一个集合的文献", "A collection with its documents"}, Pages: []string{"GET " + set}, Query: form.Describe(viewing{}, nil), Answer: CollectionOf{}, Handle: d.restSet},
		{Method: "GET", Path: set + "/export", Act: ActCollect, Title: web.Text{"导出集合", "Export a collection"}, Pages: []string{"GET " + set + "/export"}, Query: form.Describe(viewing{}, nil), Files: []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Handle: rest.File(d.exportSet)},
		post(set+"/put", set+"/put", "放入集合", "Put documents into a collection", putIn, func(c *rest.Call, s *Set) error {
			var in numberList
			if err := c.Read(putIn, &in); err != nil {
				return err
			}
			numbers, err := d.held(c.Ctx, in.Numbers)
			if err == nil {
				_, err = d.put(c.Context(), worklist.Actor(c.Ctx), s.ID, numbers)
			}
			return err
		}),
		note,
		post(set+"/take/{number}", set+"/take/{number}", "从集合中移出", "Take a document out", nil, func(c *rest.Call, s *Set) error { return d.take(c.Ctx, s, c.Path("number")) }),
		post(set+"/drop", set+"/drop", "删除集合", "Delete a collection", nil, func(c *rest.Call, s *Set) error { return d.drop(c.Ctx, s) }),
	}
}

// restMine answers with the collections that a person sees.
func (d *Desk) restMine(c *rest.Call) (any, error) {
	out := []CollectionOf{}
	ss, err := d.mine(c.Context(), worklist.Actor(c.Ctx))
	for _, s := range ss {
		out = append(out, setOf(s))
	}
	return out, err
}

// restSet answers with a collection and a page of its documents.
func (d *Desk) restSet(c *rest.Call) (any, error) {
	s, err := d.setOf(c.Ctx)
	if err != nil {
		return nil, err
	}
	page, _ := strconv.Atoi(c.Query("page")) //nolint:errcheck // without one it is the first
	page = max(page, 1)
	var ms []Member
	if err := d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		ms, err = members(c.Context(), tx, s.ID, (page-1)*perPage, perPage)
		return err
	}); err != nil {
		return nil, err
	}
	out := setOf(s)
	notes, numbers := map[string]string{}, []string{}
	for _, m := range ms {
		notes[m.Number] = m.Note
		numbers = append(numbers, m.Number)
	}
	docs, err := d.Holding.Many(c.Context(), worklist.Actor(c.Ctx).Center, numbers)
	for i := range docs {
		doc := documentOf(c.Ctx, &docs[i])
		doc.Note = notes[doc.Number]
		out.Members = append(out.Members, doc)
	}
	return out, err
}
