package preexam

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/record"
	"zhibao/internal/fault"
	"zhibao/internal/office/paper"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// ActArchive is downloading the whole file of a case.
const ActArchive = "preexam.archive"

// archivePage sends the whole file (案卷) of a case as one archive: index, originals, papers, and
// the history with its inputs. Making it is an event of the case.
func (d *Desk) archivePage(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	f := &archive{desk: d, c: c}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if f.k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.office.Policy.May(a.Subject, ActArchive, f.k.Object()) {
			return fault.New(fault.Missing, "preexam.archive", "没有可供您下载的案卷，请从案件页面查看可下载的文件")
		}
		return nil
	})
	if err != nil {
		return err
	}
	// Recorded before the first byte is read. An applicant may take its own file without trace.
	if a.Party == 0 {
		if err := d.office.RecordReading(c.Context(), a, id, "下载全案卷宗"); err != nil {
			return err
		}
	}
	if err := d.office.DB.Read(c.Context(), f.gather); err != nil {
		return err
	}
	// Built in memory, never in a file: nothing unpublished lies about decrypted.
	var buf bytes.Buffer
	if err := f.write(&buf); err != nil {
		return err
	}
	return c.Download(worklist.Name(c, f.k)+".zip", "application/zip", &buf)
}

// archive is one file while it is put together.
type archive struct {
	desk     *Desk
	c        *web.Ctx
	k        *casework.Case
	versions []*Version
	papers   []*document.Paper
	events   []recorded
}

// recorded is one entry of the history as the archive holds it.
type recorded struct {
	Seq   int64          `json:"seq"`
	At    string         `json:"at"`
	Who   string         `json:"who"`
	Move  string         `json:"move"`
	To    string         `json:"state"`
	Hash  string         `json:"hash"`
	Input map[string]any `json:"input,omitempty"`
}

// gather opens everything in one reading transaction, so that papers, versions and history are
// of the same moment.
func (f *archive) gather(tx *store.Tx) error {
	ctx := f.c.Context()
	key, err := f.desk.office.Keys.CaseKey(ctx, tx, f.k.ID)
	if err != nil {
		return err
	}
	infos, err := record.Versions(ctx, tx, f.k.Center, f.k.ID)
	if err != nil {
		return err
	}
	for _, i := range infos {
		v, err := record.Find(ctx, tx, key, f.k.ID, i.No, "")
		if err != nil {
			return err
		}
		f.versions = append(f.versions, v)
	}
	if err := f.gatherPapers(tx, key); err != nil {
		return err
	}
	events, err := f.desk.office.Events(ctx, tx, f.k.Center, f.k.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		r := recorded{Seq: e.Seq, At: e.At.In(calendar.Shanghai()).Format("2006-01-02 15:04:05"), Who: e.Name, Move: e.Move, To: e.To, Hash: fmt.Sprintf("%x", e.Hash)}
		// A reading has no input, and why a case was opened to somebody is not part of the file.
		if _, _, off := e.Reading(); !off {
			if err := f.desk.office.InputOf(ctx, tx, e, &r.Input); err != nil {
				return err
			}
		}
		f.events = append(f.events, r)
	}
	return nil
}

// gatherPapers opens every paper, for each is rendered into the archive.
func (f *archive) gatherPapers(tx *store.Tx, key seal.Key) error {
	list, err := document.Of(f.c.Context(), tx, f.k.Center, f.k.ID)
	if err != nil {
		return err
	}
	for _, p := range list {
		full, err := document.Open(f.c.Context(), tx, key, f.k.ID, p.ID)
		if err != nil {
			return err
		}
		f.papers = append(f.papers, full)
	}
	return nil
}

// write writes the archive with its index first.
func (f *archive) write(w io.Writer) error {
	z := zip.NewWriter(w)
	index := paper.Dossier{Number: f.k.Number, Title: "专利申请预审案卷"}
	for _, v := range f.versions {
		for _, ref := range v.Files {
			// A slash in a name would make a folder of its own, or point out of the archive.
			name := fmt.Sprintf("申请文件/第%d版/%s", v.No, strings.ReplaceAll(ref.Name, "/", "_"))
			index.Entries = append(index.Entries, paper.Entry{Title: name, Date: v.At.In(calendar.Shanghai()).Format("2006-01-02"), Digest: ref.SHA256})
			if err := f.original(z, name, ref); err != nil {
				return err
			}
		}
	}
	for i, p := range f.papers {
		name := fmt.Sprintf("文书/%02d-%s-%s.pdf", i+1, p.Name, p.Number)
		index.Entries = append(index.Entries, paper.Entry{Number: p.Number, Title: name, Date: p.Day().String(), Digest: p.Digest})
		e, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := f.desk.Write("pdf", e, p.Content); err != nil {
			return err
		}
	}
	// The history with the hashes of the chain, so that it can be verified without this program.
	e, err := z.Create("办理记录.json")
	if err != nil {
		return err
	}
	enc := json.NewEncoder(e)
	enc.SetIndent("", "  ")
	if err := enc.Encode(f.events); err != nil {
		return err
	}
	if e, err = z.Create("卷内目录.pdf"); err != nil {
		return err
	}
	if _, err := f.desk.Write("pdf", e, index.Paper()); err != nil {
		return err
	}
	return z.Close()
}

// original adds one file as it was sent; its digest stands in the index.
func (f *archive) original(z *zip.Writer, name string, ref FileRef) error {
	r, err := f.desk.open(f.c.Context(), f.k, ref)
	if err != nil {
		return err
	}
	defer r.Close()
	e, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(e, r)
	return err
}
