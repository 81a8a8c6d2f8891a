package preexam

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/examination/preexam/reading"
	"zhibao/examination/preexam/record"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/patent"
	"zhibao/patent/reader/bundle"
)

// keyOf reads the key of the case.
func (d *Desk) keyOf(ctx context.Context, k *casework.Case) (key seal.Key, err error) {
	err = d.office.DB.Read(ctx, func(tx *store.Tx) (err error) {
		key, err = d.office.Keys.CaseKey(ctx, tx, k.ID)
		return err
	})
	return key, err
}

// open opens one stored file of the case.
func (d *Desk) open(ctx context.Context, k *casework.Case, ref FileRef) (f *blob.File, err error) {
	key, err := d.keyOf(ctx, k)
	if err != nil {
		return nil, err
	}
	return d.content(ctx, key, k, ref)
}

// content opens one with the key of the case.
func (d *Desk) content(ctx context.Context, key seal.Key, k *casework.Case, ref FileRef) (*blob.File, error) {
	return d.Blobs.Open(ctx, key, blob.Ref{Address: ref.Blob, Place: record.FilesAt(k.ID), SHA256: ref.SHA256, Size: ref.Size})
}

// originalPage sends a file exactly as the applicant sent it. It is an event of its own.
func (d *Desk) originalPage(c *web.Ctx) error {
	k, v, err := d.versionOf(c)
	if err != nil {
		return err
	}
	i, err := strconv.Atoi(c.Path("file"))
	if err != nil || i < 0 || i >= len(v.Files) {
		return fault.New(fault.Missing, "preexam.file", "没有这个文件，请从申请文件页面打开")
	}
	if a := worklist.Actor(c); a.Party == 0 {
		if err := d.office.RecordReading(c.Context(), a, k.ID, "下载原件"); err != nil {
			return err
		}
	}
	m, err := d.Copy(c, k, "original")
	if err != nil {
		return err
	}
	f, err := d.open(c.Context(), k, v.Files[i])
	if err != nil {
		return err
	}
	defer f.Close()
	// As a download of no type: what an applicant sent is never shown as a page of the program.
	return original.Send(c, m.Name(v.Files[i].Name), f)
}

// versionOf loads the version named in the address for somebody who may read it.
func (d *Desk) versionOf(c *web.Ctx) (k *casework.Case, v *Version, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	no, err := worklist.ID(c, "version")
	if err != nil {
		return nil, nil, err
	}
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if k, err = d.office.Get(c.Context(), tx, a, id); err != nil {
			return err
		}
		key, err := d.office.Keys.CaseKey(c.Context(), tx, k.ID)
		if err != nil {
			return err
		}
		if v, err = record.Find(c.Context(), tx, key, k.ID, no, ""); err != nil {
			return err
		}
		// The same words for a version that does not exist and for one that may not be seen.
		if v == nil || !d.office.Policy.May(a.Subject, casework.ActText, k.Object()) {
			return fault.New(fault.Missing, "preexam.text", "没有可供您查看的申请文件；未公开文本只对承办人、复核人和申请人开放，请从案件页面进入")
		}
		return nil
	})
	return k, v, err
}

// figurePage shows one figure or view as a picture made by the server; the original stays as it
// is.
func (d *Desk) figurePage(c *web.Ctx) error {
	k, v, err := d.versionOf(c)
	if err != nil {
		return err
	}
	figures := slices.Concat(v.App.Figures, v.App.Views)
	i, err := strconv.Atoi(c.Path("figure"))
	if err != nil || i < 0 || i >= len(figures) {
		return fault.New(fault.Missing, "preexam.figure", "没有这幅图，请从申请文件页面选择")
	}
	return d.sendFigure(c, k, v, &figures[i])
}

// sendFigure sends a figure of a version.
// Not the applicant's bytes but pixels made from them: a picture may hold more than a picture.
func (d *Desk) sendFigure(c *web.Ctx, k *casework.Case, v *Version, f *patent.Figure) error {
	key, err := d.keyOf(c.Context(), k)
	if err != nil {
		return err
	}
	data, err := d.Entry(c.Context(), key, k, v, f.File)
	if err != nil {
		return err
	}
	m, err := d.Copy(c, k, "picture")
	if err != nil {
		return err
	}
	picture, err := reading.PNG(data, m)
	if err != nil {
		return err
	}
	h := c.W.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Cache-Control", "no-store")
	_, err = c.W.Write(picture)
	return err
}

// Entry returns the bytes of one entry of a version, inside an archive or sent alone, with the key of the case.
func (d *Desk) Entry(ctx context.Context, key seal.Key, k *casework.Case, v *Version, name string) (_ []byte, err error) {
	defer fault.Wrap(&err, "entry of version %d", v.No)
	for _, ref := range v.Files {
		f, err := d.content(ctx, key, k, ref)
		if err != nil {
			return nil, err
		}
		data, err := find(ctx, f, ref, name)
		f.Close()
		// A version may consist of several archives; the first that has the entry answers.
		if data != nil || err != nil {
			return data, err
		}
	}
	return nil, fault.New(fault.Missing, "preexam.figure", "案卷中没有这幅图的文件，请从申请文件页面查看案卷清单")
}

// find returns an entry of an archive, or a picture that was sent alone; nil if it is not there.
func find(ctx context.Context, f *blob.File, ref FileRef, name string) ([]byte, error) {
	if !strings.HasSuffix(strings.ToLower(ref.Name), ".zip") {
		if !strings.HasSuffix(name, ref.Name) {
			return nil, nil
		}
		data := make([]byte, ref.Size)
		_, err := f.ReadAt(data, 0)
		return data, err
	}
	set, err := bundle.Zip(ctx, ref.Name, f, ref.Size, bundle.Standard())
	if err != nil {
		return nil, err
	}
	if e := set.Find(name); e != nil {
		return set.Bytes(ctx, e)
	}
	return nil, nil
}
