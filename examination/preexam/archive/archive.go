// Package archive (案卷) puts the whole file of a case into one ZIP archive: index, originals, papers and history.
package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"zhibao/casework"
	"zhibao/casework/document"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/record"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/imprint"
	"zhibao/internal/office/paper"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// Act is downloading the whole file of a case.
const Act = "preexam.archive"

// Desk makes archives, with what the procedure hands it.
type Desk struct {
	Office *casework.Office
	Open   func(ctx context.Context, k *casework.Case, ref record.FileRef) (*blob.File, error)
	Write  func(c *web.Ctx, k *casework.Case, format string, w io.Writer, p paper.Paper) (string, error)
	Copy   func(c *web.Ctx, k *casework.Case, what string) (imprint.Mark, error)
}

// Page sends the whole file (案卷) of a case as one archive: index, originals, papers, and
// the history with its inputs. Making it is an event of the case.
func (d *Desk) Page(c *web.Ctx) error {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	f := &archive{desk: d, c: c}
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if f.k, err = d.Office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		if !d.Office.Policy.May(a.Subject, Act, f.k.Object()) {
			return fault.New(fault.Missing, "preexam.archive", "没有可供您下载的案卷，请从案件页面查看可下载的文件")
		}
		return nil
	})
	if err != nil {
		return err
	}
	// Recorded before the first byte is read. An applicant may take its own file without trace.
	if a.Party == 0 {
		if err := d.Office.RecordReading(c.Context(), a, id, "下载全案卷宗"); err != nil {
			return err
		}
	}
	if err := d.Office.DB.Read(c.Context(), f.gather); err != nil {
		return err
	}
	if f.mark, err = d.Copy(c, f.k, "archive"); err != nil {
		return err
	}
	// Built in memory, never in a file: nothing unpublished lies about decrypted.
	var buf bytes.Buffer
	if err := f.write(&buf); err != nil {
		return err
	}
	return c.Download(f.mark.Name(worklist.Name(c, f.k)+".zip"), "application/zip", bytes.NewReader(imprint.Zip(buf.Bytes(), f.mark.ID)))
}

// archive is one file while it is put together.
type archive struct {
	desk     *Desk
	c        *web.Ctx
	k        *casework.Case
	versions []*record.Version
	papers   []*document.Paper
	mark     imprint.Mark
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
	key, err := f.desk.Office.Keys.CaseKey(ctx, tx, f.k.ID)
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
	events, err := f.desk.Office.Events(ctx, tx, f.k.Center, f.k.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		r := recorded{Seq: e.Seq, At: e.At.In(calendar.Shanghai()).Format("2006-01-02 15:04:05"), Who: e.Name, Move: e.Move, To: e.To, Hash: fmt.Sprintf("%x", e.Hash)}
		// A reading has no input, and why a case was opened to somebody is not part of the file.
		if _, _, off := e.Reading(); !off {
			if err := f.desk.Office.InputOf(ctx, tx, e, &r.Input); err != nil {
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
		if err := f.pdf(e, p.Content); err != nil {
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
	if err := f.pdf(e, index.Paper()); err != nil {
		return err
	}
	if err := f.note(z); err != nil {
		return err
	}
	return z.Close()
}

// pdf writes a paper as part of this copy.
func (f *archive) pdf(w io.Writer, p paper.Paper) error {
	p.Copy = paper.Copy{ID: f.mark.ID, Text: f.mark.Text(), Over: p.Style == paper.Report}
	_, err := f.desk.Write(f.c, f.k, "pdf", w, p)
	return err
}

// note says in the archive whose copy it is.
func (f *archive) note(z *zip.Writer) error {
	if f.mark.None() {
		return nil
	}
	e, err := z.Create("副本说明.txt")
	if err == nil {
		_, err = io.WriteString(e, f.mark.Text()+"\r\n内含未公开的申请内容，请妥善保管（专利法第二十一条第三款）。申请文件原件未作任何改动，摘要值见卷内目录。\r\n")
	}
	return err
}

// original adds one file as it was sent; its digest stands in the index.
func (f *archive) original(z *zip.Writer, name string, ref record.FileRef) error {
	r, err := f.desk.Open(f.c.Context(), f.k, ref)
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
