// Package designs (外观近似检索) keeps the pictures that came with the documents of the holding, and finds
// among those of designs which look like given ones: pictures that somebody sends, the pictures
// of a document, or those of a case. What is found are candidates with their reasons; a person judges them
// view by view on the bench of the comparison.
//
// Notice 1.1.1 and 1.4.1. The collection holds what was published and nothing else. A search from a case
// leaves nothing but the reading in the history of the case, and the judgements that somebody writes down,
// sealed under the key of the case. What is searched for with pictures is seen by who sent them alone, and
// goes after some months.
package designs

import (
	"context"
	"embed"
	"io/fs"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/industry/database/holding"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/rule"
	"zhibao/patent/likeness"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed view/*.html
var views embed.FS

//go:embed static/*
var static embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "designs", Files: sub}
}

// ActSearch is to search with pictures and to judge what was found.
const ActSearch = "designs.search"

// Grants returns who searches: whoever examines, enforces or leads. What is found was published.
func Grants() (gs []access.Grant) {
	for _, r := range []casework.Role{casework.Examiner, casework.Reviewer, casework.Head, casework.Director, casework.Enforcer, casework.Expert} {
		gs = append(gs, access.Grant{Act: ActSearch, Role: string(r), Rel: access.Center})
	}
	return gs
}

// Settings are what a center decides.
func Settings() []setting.Def {
	return []setting.Def{{Key: "designs.drawings", Title: "每件文献保存的附图幅数", English: "Drawings kept of a document", Type: setting.Int, Default: map[string]string{"": "12"}, Sure: rule.Ours, Level: rule.Center, Group: "intake",
		Help: "导入发明和实用新型时，随文献的附图保存前几幅，每幅约 30 KB；0 为不保存；外观设计的视图总是保存", HelpEN: "Of inventions and utility models, so many drawings are kept with an import, some 30 KB each; 0 for none. Views of designs are always kept", Basis: []rule.Cite{{Text: "本中心规定", Article: "附图的保存", Sure: rule.Ours}}},
		{Key: "designs.keep", Title: "图片检索的保留天数", English: "Days for which a search with pictures is kept", Type: setting.Int, Default: map[string]string{"": "180"}, Sure: rule.Ours, Level: rule.Center, Group: "intake", Grave: true,
			Help: "到期后，上传的图片、判定和说明一并删除；案件中的判定随案件保存", HelpEN: "After that the pictures that were sent go with all judgements; those of a case stay with the case", Basis: []rule.Cite{{Text: "本中心规定", Article: "图片检索的保留天数", Sure: rule.Ours}}}}
}

// A Shot is a picture with what it is called.
type Shot struct {
	Name string
	Data []byte
}

// Matter is a case whose design is searched for.
type Matter struct {
	Case  *casework.Case
	Shots []Shot
	Cite  string // where a candidate is cited in the case, before its number; may be empty
}

// Deps is what the desk is handed by package center. All must be set.
type Deps struct {
	Holding *holding.Holding
	Blobs   *blob.Store
	// Path is where the collection of a center lies.
	Path func(center int64) string
	// Bench is the template on which two pictures are held against each other.
	Bench fs.FS
	// Read is the act of who may read documents of the holding.
	Read string
	// Matter reads the pictures of a case for somebody who may see them. Error: Missing for everybody else.
	Matter func(ctx context.Context, tx *store.Tx, by casework.Actor, id int64) (*Matter, error)
}

// Desk is the search by pictures.
type Desk struct {
	Deps
	office *casework.Office
	feeds  feeds
}

// New returns the desk. Use must be called before it works.
func New(deps Deps) *Desk { return &Desk{Deps: deps, feeds: feeds{of: map[int64]*feed{}}} }

// Use gives the desk its office, when the program is put together.
func (d *Desk) Use(o *casework.Office) { d.office = o }

// verdicts are the choices of a judgement, in the words of the bench.
func verdicts(c *web.Ctx, v likeness.Verdict) string { return c.Say(web.Text(v.Title())) }
